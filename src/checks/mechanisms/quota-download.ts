// Attacks by a server that misbehaves: a member makes Glance fetch from it, and the transfer itself does the harm.
import type { Cloud } from '../cloud/cloud';
import { sortDefences } from '../defences';
import type { AttackAnswer, Defence } from '../types';
import { findImportFixes } from './import-fixes';
import { findEntryDefences, findUrlDefences } from './url-defences';

/** The attacker's own server: a public address, a name that only it controls. */
const host = 'downloads.attacker.example';
const address = '203.0.113.66';

/** What the transfer does. */
export interface DownloadWords {
  readonly path: string;
  /** What ends it, in the code of this patch level or around the process. */
  readonly findBounds: (cloud: Cloud) => readonly Defence[];
  readonly outcome: string;
}

/** Stopped where Glance does not fetch from the attacker at all, or where something ends the transfer. */
export function judgeDownload(cloud: Cloud, words: DownloadWords): AttackAnswer {
  const url = `https://${host}${words.path}`;
  const env = cloud.urlEnvironment([[host, [address]]]);
  const defences: Defence[] = [...findEntryDefences(cloud, 'web-download'), ...findUrlDefences(cloud, url, env)];
  defences.push(...words.findBounds(cloud));
  const sorted = sortDefences(defences);
  const [first] = sorted;
  if (first) return { verdict: 'stopped', because: `${first.because}.`, defences: sorted };
  return {
    verdict: 'open',
    because: `web-download of ${url} passes: ${words.outcome}.`,
    fixes: findImportFixes(cloud, (changed) => judgeDownload(changed, words).verdict === 'stopped'),
  };
}
