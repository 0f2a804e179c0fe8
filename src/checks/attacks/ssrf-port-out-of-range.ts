// Port out of range: the validator raises, and the API answers 500.
import type { Cloud } from '../cloud/cloud';
import { joinDefences } from '../defences';
import { findImportFixes } from '../mechanisms/import-fixes';
import { surveyGround } from '../mechanisms/url-attack';
import { findEntryDefences, findFilterDefences } from '../mechanisms/url-defences';
import type { Attack, AttackAnswer } from '../types';

/** A refusal counts only when it is one: an exception in the validator is what this attack is after. */
function judge(cloud: Cloud): AttackAnswer {
  const { scheme, allowedHost } = surveyGround(cloud);
  const refusals = findFilterDefences(cloud, `${scheme}://${allowedHost}:99999/`, cloud.urlEnvironment());
  const defences = joinDefences([
    [...findEntryDefences(cloud, 'web-download'), ...refusals.filter((d) => !d.isException)],
  ]);
  const [first] = defences;
  if (first) return { verdict: 'stopped', because: `${first.because}.`, defences };
  return {
    verdict: 'open',
    because:
      'The validator reads the port before any list and raises ValueError: the API answers 500 and logs a traceback. Nothing is fetched; only closing the method or code with CVE-2026-71196 fixed helps.',
    fixes: findImportFixes(cloud, (changed) => judge(changed).verdict === 'stopped'),
  };
}

export const attack: Attack = {
  kind: 'attack',
  id: 'ssrf-port-out-of-range',
  title: 'Port out of range raises in the validator',
  layer: 'ssrf',
  severity: 'low',
  words: 'Port 99999 is no port: a check that raises instead of refusing turns a request into an error of the service.',
  references: ['CVE-2026-71196, CVE-2026-71197, CVE-2026-71198'],
  judge,
};
