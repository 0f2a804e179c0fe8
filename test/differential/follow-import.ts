// A whole web-download: the check at the API, the fetch, and every redirect the servers answer with.

import type { ConnectTarget } from '../../src/emulators/url/connect-answer';
import { fetchTarget } from '../../src/emulators/url/fetch-target';
import { type FilterAnswer, type FilterLevel, validateImportUri } from '../../src/emulators/url/import-filter';
import type { ImportFilterOptions } from '../../src/emulators/url/import-filter-options';
import { type ExceptionName, traitsOf } from '../../src/emulators/url/python';
import type { UrlEnvironment } from '../../src/emulators/url/url-environment';
import { readRequest } from '../../src/emulators/url/url-request';
import { resolveLocation } from './resolve-location';

/** A redirect a server answers with. */
export interface Redirect {
  /** Default 302. urllib follows 301, 302, 303 and 307 for a GET, and 308 from Python 3.11 on. */
  readonly status?: number;
  /** The Location header, absolute or relative. */
  readonly location: string;
}

/** One URL of the chain. */
export interface ImportHop {
  readonly url: string;
  /** What the filter said about this URL; null when this code does not ask it (redirects before OSSA-2026-004). */
  readonly answer: FilterAnswer | null;
  /** Where the fetch went; null when it was refused before. */
  readonly target: ConnectTarget | null;
}

/** How a web-download ends, the body of the last answer aside. */
export interface ImportRun {
  /** `fetched`: the last URL of the chain was read. `refused`: the filter or urllib said no. `failed`: no connection. */
  readonly outcome: 'fetched' | 'refused' | 'failed';
  readonly hops: readonly ImportHop[];
  /** Every socket that was opened, in order: `address:port` where the address is known, else as urllib names the host. */
  readonly sockets: readonly string[];
  readonly error: ExceptionName | null;
  readonly because: string;
}

/** Follows an import through a chain of redirects: the n-th hop is answered with the n-th entry, the last one with 200. */
export function followImport(
  url: string,
  redirects: readonly Redirect[],
  filter: ImportFilterOptions,
  level: FilterLevel,
  env: UrlEnvironment,
): ImportRun {
  const hops: ImportHop[] = [];
  const sockets: string[] = [];
  const visits = new Map<string, number>();
  let current = url;
  for (let i = 0; ; i++) {
    const answer = i === 0 || level !== 'unfixed' ? validateImportUri(current, filter, level, env) : null;
    if (answer !== null && answer.verdict !== 'pass') {
      hops.push({ url: current, answer, target: null });
      const refusal = level === 'pinning' ? 'InvalidRedirect' : 'ImportTaskError';
      const error = answer.error ?? (i === 0 ? null : refusal);
      return { outcome: 'refused', hops, sockets, error, because: answer.because };
    }
    const loop = i === 0 ? null : countVisit(current, visits);
    if (loop !== null) {
      hops.push({ url: current, answer, target: null });
      return { outcome: 'refused', hops, sockets, error: 'HTTPError', because: loop };
    }
    // A blank can come from the URL before; the redirect handler escapes it after the filter has seen it.
    current = i === 0 ? current : current.replaceAll(' ', '%20');
    const target = fetchTarget(current, filter, level, env);
    hops.push({ url: current, answer, target });
    if (!target.isOpened) {
      const outcome = target.error === 'Invalid' ? 'refused' : 'failed';
      return { outcome, hops, sockets, error: target.error, because: target.because };
    }
    sockets.push(nameSocket(target));
    const redirect = redirects[i];
    if (redirect === undefined || target.protocol === 'ftp') {
      return { outcome: 'fetched', hops, sockets, error: null, because: 'the last URL of the chain is read' };
    }
    const next = resolveRedirect(current, redirect, env);
    if (next.error !== null) {
      return { outcome: 'refused', hops, sockets, error: next.error, because: next.because };
    }
    current = next.url;
  }
}

function nameSocket(target: ConnectTarget): string {
  const { address, port, connectsTo } = target;
  if (address === null) {
    return connectsTo ?? `ftp port ${port}`;
  }
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function resolveRedirect(current: string, { status = 302, location }: Redirect, env: UrlEnvironment) {
  const python = traitsOf(env.python);
  if (![301, 302, 303, 307].includes(status) && !(status === 308 && python.follows308)) {
    return { error: 'HTTPError', because: `urllib does not follow status ${status}` } as const;
  }
  const request = readRequest(current, python);
  return 'because' in request
    ? ({ error: 'HTTPError', because: request.because } as const)
    : resolveLocation(request.fullUrl, location, python);
}

// urllib stops at the fifth visit of one URL and after ten different ones.
function countVisit(url: string, visits: Map<string, number>): string | null {
  const before = visits.get(url) ?? 0;
  if (visits.size > 0 && (before >= 4 || visits.size >= 10)) {
    return 'urllib takes the redirects for a loop';
  }
  visits.set(url, before + 1);
  return null;
}
