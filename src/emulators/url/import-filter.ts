// Glance's check of an import URL (`[import_filtering_opts]`), at the three levels of code that are in use.

import type { CodeLevel } from '../../openstack/types';
import { printable } from '../../problems';
import type { DecidingRule, ImportFilterOptions } from './import-filter-options';
import { normalizeHost } from './normalize-host';
import { pinAddress } from './pin-address';
import { type ExceptionName, traitsOf } from './python';
import { splitUrl, type UrlParts } from './split-url';
import type { UrlEnvironment } from './url-environment';
import { rememberAnswers } from './url-memory';

/**
 * Which code runs: `unfixed` compares text only; `normalizing` (OSSA-2026-004, CVE-2026-34881) refuses encoded addresses
 * and checks redirects; `pinning` (CVE-2026-71196 to 71198) also checks and pins the address a name leads to.
 */
export type FilterLevel = 'unfixed' | 'normalizing' | 'pinning';

/** The validator's answer. `error`: it raises, which the API turns into a 500. */
export interface FilterAnswer {
  readonly verdict: 'pass' | 'reject' | 'error';
  /** Class name of the exception; null unless the verdict is `error`. */
  readonly error: ExceptionName | null;
  /** Null when the URL passes. */
  readonly decidedBy: DecidingRule | null;
  readonly because: string;
  /** At level `pinning`, the address the connection will be pinned to; null when refused or not known offline. */
  readonly pinnedAddress: string | null;
}

const splitHere = rememberAnswers((url, env) => splitUrl(url, env.python));
const normalizeHere = rememberAnswers((host, env) => normalizeHost(host, env.resolver, traitsOf(env.python)));

/** The filter level of a code level. */
export function filterLevelOf(code: CodeLevel): FilterLevel {
  if (code.fixes.has('CVE-2026-71196')) {
    return 'pinning';
  }
  return code.fixes.has('OSSA-2026-004') ? 'normalizing' : 'unfixed';
}

/** What Glance's validator answers for one URL. Never throws; no network, no clock. */
export function validateImportUri(
  url: string,
  filter: ImportFilterOptions,
  level: FilterLevel,
  env: UrlEnvironment,
): FilterAnswer {
  if (url === '') {
    return reject({ dimension: 'shape', list: null }, 'the URL is empty');
  }
  const parts = splitHere(url, env);
  if (parts.error !== null) {
    return raise(level, 'ValueError', { dimension: 'shape', list: null }, parts.because);
  }
  // The port is read before any list is looked at, so a bad port is an exception even for a forbidden host.
  if (parts.portError !== null) {
    return raise(level, 'ValueError', { dimension: 'port', list: null }, parts.portError);
  }
  return checkScheme(parts, filter) ?? checkHost(parts, filter, level, env);
}

function checkScheme(parts: UrlParts, filter: ImportFilterOptions): FilterAnswer | null {
  if (parts.scheme === '') {
    return reject({ dimension: 'scheme', list: null }, 'the URL has no scheme');
  }
  const list = matchLists(parts.scheme, filter.allowedSchemes, filter.disallowedSchemes);
  return list === null
    ? null
    : reject({ dimension: 'scheme', list }, `scheme ${printable(parts.scheme, 40)} ${listWords(list, 'schemes')}`);
}

function checkHost(
  parts: UrlParts,
  filter: ImportFilterOptions,
  level: FilterLevel,
  env: UrlEnvironment,
): FilterAnswer {
  const { hostname } = parts;
  if (hostname === null) {
    return reject({ dimension: 'host', list: null }, 'the URL has no host');
  }
  let host = hostname;
  if (level !== 'unfixed') {
    const normal = normalizeHere(hostname, env);
    if (normal.host === null) {
      const rule: DecidingRule = { dimension: 'host', list: null };
      return normal.error === null ? reject(rule, normal.because) : raise(level, normal.error, rule, normal.because);
    }
    host = normal.host;
  }
  const list = matchLists(host, filter.allowedHosts, filter.disallowedHosts);
  if (list !== null) {
    return reject({ dimension: 'host', list }, `host ${printable(host, 80)} ${listWords(list, 'hosts')}`);
  }
  return checkPort(parts, filter) ?? (level === 'pinning' ? checkAddress(host, filter, env) : pass(null));
}

function checkPort(parts: UrlParts, filter: ImportFilterOptions): FilterAnswer | null {
  // Port 0 is falsy in Python, and a port that is not written is never checked: http://h/ passes allowed_ports = [443].
  const list = parts.port ? matchLists(parts.port, filter.allowedPorts, filter.disallowedPorts) : null;
  return list === null ? null : reject({ dimension: 'port', list }, `port ${parts.port} ${listWords(list, 'ports')}`);
}

function checkAddress(host: string, filter: ImportFilterOptions, env: UrlEnvironment): FilterAnswer {
  const pin = pinAddress(host, filter, env.resolver, traitsOf(env.python));
  return pin.refusedBy === null ? pass(pin.address) : reject(pin.refusedBy, pin.because);
}

/** Which list refuses a value: when both lists are set, only the allowed one counts. Null: neither. */
function matchLists<T>(value: T, allowed: readonly T[], disallowed: readonly T[]): 'allowed' | 'disallowed' | null {
  if (allowed.length > 0) {
    return allowed.includes(value) ? null : 'allowed';
  }
  return disallowed.includes(value) ? 'disallowed' : null;
}

function listWords(list: 'allowed' | 'disallowed', noun: string): string {
  return list === 'allowed' ? `is not in allowed_${noun}` : `is in disallowed_${noun}`;
}

function pass(pinnedAddress: string | null): FilterAnswer {
  const because = 'no rule of the import filter refuses it';
  return { verdict: 'pass', error: null, decidedBy: null, because, pinnedAddress };
}

function reject(decidedBy: DecidingRule, because: string): FilterAnswer {
  return { verdict: 'reject', error: null, decidedBy, because, pinnedAddress: null };
}

// At level `pinning` the validator catches ValueError, and UnicodeError is one: what used to raise is refused.
function raise(level: FilterLevel, error: ExceptionName, decidedBy: DecidingRule, because: string): FilterAnswer {
  return level === 'pinning'
    ? reject(decidedBy, because)
    : { verdict: 'error', error, decidedBy, because, pinnedAddress: null };
}
