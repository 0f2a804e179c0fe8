// One URL at a time: what Glance's validator answers, and where its HTTP client would then connect.
import { connectTarget } from '../emulators/url/connect-target';
import { fetchTarget } from '../emulators/url/fetch-target';
import { validateImportUri } from '../emulators/url/import-filter';
import { printable } from '../problems';
import type { Cloud } from './cloud/cloud';

/** The answer for one URL. */
export interface ProbeAnswer {
  readonly url: string;
  /** What Glance's validator says. `error`: it raises, and the API answers 500. */
  readonly verdict: 'pass' | 'reject' | 'error';
  readonly because: string;
  /** Host and port as the client hands them to the resolver, whatever the verdict; null when it would not get that far. */
  readonly connectsTo: string | null;
}

/** @internal A probe for one cloud. `hosts`: where names lead. */
export function createUrlProbe(
  cloud: Cloud,
  hosts: Iterable<readonly [string, readonly string[]]> = [],
): (url: string) => ProbeAnswer {
  const { options, level } = cloud.importFilter;
  const env = cloud.urlEnvironment(hosts);
  return (url) => {
    const answer = validateImportUri(url, options, level, env);
    const target = answer.verdict === 'pass' ? fetchTarget(url, options, level, env) : connectTarget(url, env);
    const reach = target.connectsTo === null ? target.because : `the client would connect: ${target.because}`;
    const because = printable(
      answer.verdict === 'error' ? `${answer.error}: ${answer.because}; ${reach}` : `${answer.because}; ${reach}`,
      400,
    );
    return { url, verdict: answer.verdict, because, connectsTo: target.connectsTo };
  };
}
