// Python's `ipaddress`: which text is an address, how it is printed, which ranges it belongs to.

import type { PythonTraits } from './python';

/** An IPv4 address, or an IPv6 address with the zone it was written with. */
export type IpAddress =
  | { readonly version: 4; readonly octets: readonly number[] }
  | { readonly version: 6; readonly groups: readonly number[]; readonly zone: string | null };

/** `ipaddress.ip_address(text)`; null when Python raises ValueError. */
export function parseIpAddress(text: string, python: PythonTraits): IpAddress | null {
  return parseIpv4(text) ?? parseIpv6(text, python);
}

/** Four decimal octets without leading zeros (since CVE-2021-29921); null for everything else. */
export function parseIpv4(text: string): (IpAddress & { version: 4 }) | null {
  const match = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/.exec(text);
  if (match === null) {
    return null;
  }
  const octets = [Number(match[1]), Number(match[2]), Number(match[3]), Number(match[4])];
  return octets.some((octet) => octet > 255) ? null : { version: 4, octets };
}

/** IPv6 text with an optional `%zone`; null when Python raises ValueError. */
export function parseIpv6(text: string, python: PythonTraits): (IpAddress & { version: 6 }) | null {
  const percent = text.indexOf('%');
  const zone = percent < 0 ? null : text.slice(percent + 1);
  const body = percent < 0 ? text : text.slice(0, percent);
  if (text.includes('/') || zone === '' || zone?.includes('%') || (python.limitsIpv6Length && body.length > 45)) {
    return null;
  }
  const groups = parseGroups(body);
  return groups === null ? null : { version: 6, groups, zone };
}

function parseGroups(body: string): number[] | null {
  // Nine separators are one too many; the limit keeps a hostile text from being cut into thousands of parts.
  const parts = body.split(':', 12);
  if (parts.length < 3) {
    return null;
  }
  const last = parts.at(-1)!;
  if (last.includes('.')) {
    const tail = parseIpv4(last);
    if (tail === null) {
      return null;
    }
    const [a, b, c, d] = tail.octets as [number, number, number, number];
    parts.splice(-1, 1, (a * 256 + b).toString(16), (c * 256 + d).toString(16));
  }
  if (parts.length > 9) {
    return null;
  }
  let gap = -1;
  for (let i = 1; i < parts.length - 1; i++) {
    if (parts[i] === '') {
      if (gap >= 0) {
        return null;
      }
      gap = i;
    }
  }
  if (gap < 0) {
    return parts.length === 8 ? readGroups(parts) : null;
  }
  // An empty first or last part is only the outer half of a leading or trailing "::".
  if ((parts[0] === '' && gap > 1) || (parts.at(-1) === '' && gap < parts.length - 2)) {
    return null;
  }
  const head = readGroups(parts[0] === '' ? [] : parts.slice(0, gap));
  const tail = readGroups(parts.at(-1) === '' ? [] : parts.slice(gap + 1));
  if (head === null || tail === null || head.length + tail.length > 7) {
    return null;
  }
  return [...head, ...new Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

function readGroups(parts: readonly string[]): number[] | null {
  return parts.every((part) => /^[0-9a-fA-F]{1,4}$/.test(part)) ? parts.map((part) => Number.parseInt(part, 16)) : null;
}

/** `str(address)`: compressed, lower case, the zone as written. */
export function formatIpAddress(address: IpAddress, python: PythonTraits): string {
  if (address.version === 4) {
    return address.octets.join('.');
  }
  const zone = address.zone === null ? '' : `%${address.zone}`;
  const mapped = mappedIpv4Of(address);
  return mapped !== null && python.printsMappedDotted
    ? `::ffff:${mapped.octets.join('.')}${zone}`
    : compressGroups(address.groups) + zone;
}

function compressGroups(groups: readonly number[]): string {
  let best = { start: -1, length: 1 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === 0) {
      length++;
    }
    if (length > best.length) {
      best = { start, length };
    }
  }
  const texts = groups.map((group) => group.toString(16));
  return best.start < 0
    ? texts.join(':')
    : `${texts.slice(0, best.start).join(':')}::${texts.slice(best.start + best.length).join(':')}`;
}

/** The IPv4 address inside `::ffff:a.b.c.d`, which the kernel reaches over IPv4; null for any other address. */
export function mappedIpv4Of(address: IpAddress): (IpAddress & { version: 4 }) | null {
  if (
    address.version === 4 ||
    address.groups[5] !== 0xffff ||
    address.groups.slice(0, 5).some((group) => group !== 0)
  ) {
    return null;
  }
  const [high, low] = address.groups.slice(6) as [number, number];
  return { version: 4, octets: [high >> 8, high & 255, low >> 8, low & 255] };
}

/** `is_loopback`: 127.0.0.0/8 and `::1`. */
export function isLoopback(address: IpAddress): boolean {
  return address.version === 4
    ? address.octets[0] === 127
    : address.groups[7] === 1 && address.groups.slice(0, 7).every((group) => group === 0);
}

/** `is_link_local`: 169.254.0.0/16 and fe80::/10. Instance metadata lives at 169.254.169.254. */
export function isLinkLocal(address: IpAddress): boolean {
  return address.version === 4
    ? address.octets[0] === 169 && address.octets[1] === 254
    : (address.groups[0]! & 0xffc0) === 0xfe80;
}

/** `==` of two addresses: version, number and zone. */
export function isSameAddress(a: IpAddress, b: IpAddress): boolean {
  if (a.version === 4) {
    return b.version === 4 && a.octets.every((octet, i) => octet === b.octets[i]);
  }
  return b.version === 6 && a.zone === b.zone && a.groups.every((group, i) => group === b.groups[i]);
}
