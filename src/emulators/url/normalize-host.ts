// How Glance brings a host to one spelling before it compares it (since OSSA-2026-004).

import { formatIpAddress, parseIpv4, parseIpv6 } from './ip-address';
import type { ExceptionName, PythonTraits } from './python';
import { lookUpHost, type Resolver } from './resolver';
import { isDigit } from './unicode';

/** The host to compare; null when it is refused, and `error` when the lookup raised instead. */
export type NormalHost =
  | { readonly host: string }
  | { readonly host: null; readonly error: ExceptionName | null; readonly because: string };

/**
 * Addresses in the standard spelling stay (IPv6 compressed); digits and dots that are no such address are refused; any
 * other text must resolve when a root dot is put behind it, which takes numeric forms out of libc's reach (CVE-2026-34881).
 */
export function normalizeHost(host: string, resolver: Resolver, python: PythonTraits): NormalHost {
  if (parseIpv4(host) !== null) {
    return { host };
  }
  const ipv6 = host.includes(':') ? parseIpv6(host, python) : null;
  if (ipv6 !== null) {
    return { host: formatIpAddress(ipv6, python) };
  }
  if (isNumeric(host, python)) {
    return { host: null, error: null, because: 'the host is a number and not a four-part address' };
  }
  const lookup = lookUpHost(host.endsWith('.') ? host : `${host}.`, resolver, python);
  switch (lookup.outcome) {
    case 'resolves':
      return { host };
    case 'fails':
      return { host: null, error: null, because: `the host does not resolve: ${lookup.because}` };
    case 'raises':
      return { host: null, error: lookup.error, because: lookup.because };
  }
}

function isNumeric(host: string, python: PythonTraits): boolean {
  for (const character of host) {
    if (character !== '.' && !isDigit(character.codePointAt(0)!, python)) {
      return false;
    }
  }
  return true;
}
