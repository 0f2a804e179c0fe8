// IP addresses and ranges: syntax, canonical spelling, and which of them are never a place to fetch images from.
import { isIPv4, isIPv6 } from '../openstack/ip-text';

/** An address or range as bits. An address has the full prefix length. */
export interface AddressRange {
  readonly family: 4 | 6;
  readonly bits: bigint;
  readonly prefixLength: number;
  /** The one spelling that is compared: no leading zeros, lower case, `::` for the longest run of zeros. */
  readonly canonical: string;
}

/** Reads an IPv4 or IPv6 address without zone; null when it is none. */
export function parseAddress(text: string): AddressRange | null {
  if (isIPv4(text)) {
    const bits = text.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
    return { family: 4, bits, prefixLength: 32, canonical: text };
  }
  if (text.length > 45 || !isIPv6(text)) return null;
  const canonical = new URL(`http://[${text}]/`).hostname.slice(1, -1);
  return { family: 6, bits: countBits(canonical), prefixLength: 128, canonical };
}

/** Reads an address or a CIDR range; null when it is neither. */
export function parseRange(text: string): AddressRange | null {
  const [head = '', tail, ...rest] = text.split('/');
  const address = parseAddress(head);
  if (address === null || tail === undefined) return address;
  if (rest.length > 0 || !/^(0|[1-9][0-9]{0,2})$/.test(tail)) return null;
  const prefixLength = Number(tail);
  if (prefixLength > address.prefixLength) return null;
  return { ...address, prefixLength, canonical: `${address.canonical}/${tail}` };
}

/** The range with all bits behind the prefix cleared, in canonical spelling. */
export function alignRange(range: AddressRange): AddressRange {
  const width = range.family === 4 ? 32 : 128;
  const shift = BigInt(width - range.prefixLength);
  const bits = (range.bits >> shift) << shift;
  const address = range.family === 4 ? spellIPv4(bits) : (parseAddress(spellIPv6(bits))?.canonical ?? '');
  const canonical = range.prefixLength === width ? address : `${address}/${range.prefixLength}`;
  return { ...range, bits, canonical };
}

/** True when the two share an address. */
export function overlap(a: AddressRange, b: AddressRange): boolean {
  if (a.family !== b.family) return false;
  const shift = BigInt((a.family === 4 ? 32 : 128) - Math.min(a.prefixLength, b.prefixLength));
  return a.bits >> shift === b.bits >> shift;
}

/** What makes a range special; `local` never leaves the host or its link, `inside` belongs to the cloud's own networks. */
export interface SpecialRange {
  readonly range: AddressRange;
  readonly name: string;
  readonly reach: 'local' | 'inside' | 'metadata';
}

const specialTexts: readonly (readonly [string, string, SpecialRange['reach']])[] = [
  ['169.254.169.254/32', 'the metadata service', 'metadata'],
  ['fe80::a9fe:a9fe/128', 'the metadata service', 'metadata'],
  ['0.0.0.0/8', 'this host', 'local'],
  ['127.0.0.0/8', 'loopback', 'local'],
  ['169.254.0.0/16', 'link-local', 'local'],
  ['224.0.0.0/4', 'multicast', 'local'],
  ['240.0.0.0/4', 'reserved', 'local'],
  ['::/96', 'this host, loopback or IPv4-compatible', 'local'],
  ['::ffff:0:0/96', 'IPv4 in disguise', 'local'],
  ['64:ff9b::/96', 'IPv4 behind NAT64', 'local'],
  ['fe80::/10', 'link-local', 'local'],
  ['ff00::/8', 'multicast', 'local'],
  ['10.0.0.0/8', 'private', 'inside'],
  ['100.64.0.0/10', 'carrier-grade NAT', 'inside'],
  ['172.16.0.0/12', 'private', 'inside'],
  ['192.0.0.0/24', 'protocol assignments', 'inside'],
  ['192.168.0.0/16', 'private', 'inside'],
  ['198.18.0.0/15', 'benchmarking', 'inside'],
  ['fc00::/7', 'unique local', 'inside'],
  ['fec0::/10', 'site-local', 'inside'],
];

/** By family, read when first asked for: an intent with addresses of IPv4 alone need not wait for those of IPv6. */
const specials = new Map<AddressRange['family'], readonly SpecialRange[]>();

function listSpecials(family: AddressRange['family']): readonly SpecialRange[] {
  const known = specials.get(family);
  if (known !== undefined) return known;
  const ofFamily = specialTexts.filter(([text]) => text.includes(':') === (family === 6));
  const read = ofFamily.flatMap(([text, name, reach]) => {
    const range = parseRange(text);
    return range === null ? [] : [{ range, name, reach }];
  });
  specials.set(family, read);
  return read;
}

/** The first special range that shares an address with `range`, most telling first; undefined for public ones. */
export function findSpecial(range: AddressRange, reaches: readonly SpecialRange['reach'][]): SpecialRange | undefined {
  return listSpecials(range.family).find(
    ({ reach, range: special }) => reaches.includes(reach) && overlap(special, range),
  );
}

function countBits(canonical: string): bigint {
  const [head = '', tail] = canonical.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const middle = tail === undefined ? [] : new Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...middle, ...right].reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}

function spellIPv4(bits: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((bits >> shift) & 255n)).join('.');
}

function spellIPv6(bits: bigint): string {
  return Array.from({ length: 8 }, (_, index) => ((bits >> BigInt(112 - index * 16)) & 65535n).toString(16)).join(':');
}
