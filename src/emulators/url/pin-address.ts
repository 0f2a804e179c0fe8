// The address check of CVE-2026-71196 to 71198: where a host leads, whether Glance may go there, and what it pins.

import type { DecidingRule, ImportFilterOptions } from './import-filter-options';
import {
  formatIpAddress,
  type IpAddress,
  isLinkLocal,
  isLoopback,
  isSameAddress,
  mappedIpv4Of,
  parseIpAddress,
} from './ip-address';
import type { PythonTraits } from './python';
import { lookUpHost, type Resolver } from './resolver';

/** The first address Glance may connect to; `address` is null when the name leads somewhere nobody told us. */
export type PinnedAddress =
  | { readonly refusedBy: null; readonly address: string | null }
  | { readonly refusedBy: DecidingRule; readonly because: string };

/**
 * Picks the first address of a host that is neither loopback, link-local nor named in `disallowed_hosts`. A host in
 * `allowed_hosts` is not checked at all. Private ranges, 0.0.0.0, `::` and unique-local IPv6 are not refused (measured).
 * 33.0.0 keeps every such address and tries them in turn; the first is the one answered here.
 */
export function pinAddress(
  host: string,
  filter: ImportFilterOptions,
  resolver: Resolver,
  python: PythonTraits,
): PinnedAddress {
  const addresses = findAddresses(host, resolver, python);
  if (!Array.isArray(addresses)) {
    return { refusedBy: { dimension: 'host', list: null }, because: addresses.because };
  }
  if (addresses.length === 0) {
    return { refusedBy: null, address: null };
  }
  if (filter.allowedHosts.includes(host)) {
    return { refusedBy: null, address: formatIpAddress(addresses[0]!, python) };
  }
  let list: DecidingRule['list'] = null;
  for (const address of addresses) {
    const reached = mappedIpv4Of(address) ?? address;
    if (isLoopback(reached) || isLinkLocal(reached)) {
      continue;
    }
    if (!isDisallowed(address, host, filter.disallowedHosts, python)) {
      return { refusedBy: null, address: formatIpAddress(address, python) };
    }
    list = 'disallowed';
  }
  return {
    refusedBy: { dimension: 'address', list },
    because:
      list === null
        ? 'the host leads to loopback or link-local addresses only'
        : 'the host leads to addresses in disallowed_hosts, loopback or link-local addresses only',
  };
}

function findAddresses(
  host: string,
  resolver: Resolver,
  python: PythonTraits,
): IpAddress[] | { readonly because: string } {
  const literal = parseIpAddress(host, python);
  if (literal !== null) {
    return [literal];
  }
  const lookup = lookUpHost(host.endsWith('.') ? host : `${host}.`, resolver, python);
  if (lookup.outcome !== 'resolves') {
    return { because: lookup.because };
  }
  const addresses: IpAddress[] = [];
  for (const text of lookup.addresses) {
    const address = parseIpAddress(text.replace(/%.*$/s, ''), python);
    if (address === null) {
      return { because: 'the host leads to a text that is no address' };
    }
    addresses.push(address);
  }
  return addresses;
}

function isDisallowed(
  address: IpAddress,
  host: string,
  disallowedHosts: readonly string[],
  python: PythonTraits,
): boolean {
  return disallowedHosts.some((entry) => {
    const blocked = entry === host ? null : parseIpAddress(entry, python);
    return blocked !== null && isSameAddress(address, blocked);
  });
}
