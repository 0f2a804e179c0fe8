// IPv4 and IPv6 addresses and CIDR ranges as bytes: read, masked, compared, written canonically.
import { isIPv4, isIPv6 } from '../../openstack/ip-text';

/** An address or a CIDR range. Host bits are cleared. */
export interface Network {
  readonly family: 4 | 6;
  /** 4 or 16 bytes. */
  readonly bytes: readonly number[];
  /** 0 to 32, or 0 to 128. */
  readonly prefixBits: number;
}

/** The bytes of an IP address, or null when the text is none. A zone (`%eth0`) is not part of an address. */
export function readAddress(text: string): readonly number[] | null {
  if (isIPv4(text)) return text.split('.').map(Number);
  if (!isIPv6(text)) return null;
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
  const plain = dotted
    ? `${dotted[1]}${((Number(dotted[2]) << 8) | Number(dotted[3])).toString(16)}:${((Number(dotted[4]) << 8) | Number(dotted[5])).toString(16)}`
    : text;
  const [head = '', tail] = plain.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = [...left, ...new Array<string>(8 - left.length - right.length).fill('0'), ...right];
  return groups.flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 255];
  });
}

/** Reads `192.0.2.1`, `192.0.2.0/24`, `2001:db8::/32`; null for anything else. */
export function readNetwork(text: string): Network | null {
  const slash = text.indexOf('/');
  const bytes = readAddress(slash < 0 ? text : text.slice(0, slash));
  if (bytes === null) return null;
  const bits = bytes.length * 8;
  const prefix = slash < 0 ? String(bits) : text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > bits) return null;
  return { family: bytes.length === 4 ? 4 : 6, bytes: maskBytes(bytes, Number(prefix)), prefixBits: Number(prefix) };
}

/** Clears every bit behind the first `prefixBits`. */
export function maskBytes(bytes: readonly number[], prefixBits: number): number[] {
  return bytes.map((byte, i) => byte & (0xff00 >> Math.max(0, Math.min(8, prefixBits - i * 8))) & 0xff);
}

/** True when the address lies in the network. Families never match each other. */
export function isInNetwork(address: readonly number[], network: Network): boolean {
  if (address.length !== network.bytes.length) return false;
  return maskBytes(address, network.prefixBits).every((byte, i) => byte === network.bytes[i]);
}

/** `::ffff:192.0.2.1` is IPv4 on the wire: its four bytes, or null when the address is not v4-mapped. */
export function unmapAddress(bytes: readonly number[]): readonly number[] | null {
  const isMapped =
    bytes.length === 16 && bytes.slice(0, 10).every((b) => b === 0) && bytes[10] === 255 && bytes[11] === 255;
  return isMapped ? bytes.slice(12) : null;
}

/** Canonical text of the bytes of an address, as the WHATWG URL parser writes it. */
export function formatAddress(bytes: readonly number[]): string {
  if (bytes.length === 4) return bytes.join('.');
  const groups: string[] = [];
  for (let i = 0; i < 16; i += 2) groups.push((((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0)).toString(16));
  return new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1);
}

/** Canonical text: no prefix for a single address. */
export function formatNetwork(network: Network): string {
  const address = formatAddress(network.bytes);
  return network.prefixBits === network.bytes.length * 8 ? address : `${address}/${network.prefixBits}`;
}

/** Canonical texts without doubles and without networks inside a wider one, IPv4 first, in numeric order. */
export function mergeNetworks(networks: readonly Network[]): Network[] {
  const ordered = [...networks].sort(compareNetworks);
  const kept: Network[] = [];
  for (const network of ordered) {
    const last = kept[kept.length - 1];
    if (last === undefined || last.prefixBits > network.prefixBits || !isInNetwork(network.bytes, last))
      kept.push(network);
  }
  return kept;
}

function compareNetworks(a: Network, b: Network): number {
  if (a.family !== b.family) return a.family - b.family;
  const i = a.bytes.findIndex((byte, at) => byte !== b.bytes[at]);
  return i < 0 ? a.prefixBits - b.prefixBits : (a.bytes[i] ?? 0) - (b.bytes[i] ?? 0);
}
