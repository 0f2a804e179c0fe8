// Name lookups without a network: what getaddrinfo would answer, for libc and for eventlet's dnspython.

import { encodeIdna } from './idna';
import { readInetAton } from './inet-aton';
import { formatIpAddress, isLinkLocal, mappedIpv4Of, parseIpv4, parseIpv6 } from './ip-address';
import type { ExceptionName, PythonTraits } from './python';

/**
 * Who looks names up. `libc` under a WSGI server: it reads `2852039166` as an address. `eventlet` under the standalone
 * glance-api: dnspython takes only the four-part form as an address, every other number is a name nobody knows.
 */
export interface Resolver {
  readonly kind: 'libc' | 'eventlet';
  /** Where a name leads: lower case, no root dot, to addresses in the order the lookup returns them. */
  readonly hosts: ReadonlyMap<string, readonly string[]>;
}

/** What a lookup answers. `addresses` is empty when the name resolves to an address nobody told us. */
export type Lookup =
  | { readonly outcome: 'resolves'; readonly addresses: readonly string[] }
  | { readonly outcome: 'fails'; readonly because: string }
  | { readonly outcome: 'raises'; readonly error: ExceptionName; readonly because: string };

/**
 * The offline model: `localhost` leads to loopback, names in `hosts` lead where it says, every other well-formed ASCII
 * name resolves to some public address, and a name whose last label is a number does not resolve (no such TLD).
 */
export function createOfflineResolver(
  kind: Resolver['kind'],
  hosts: Iterable<readonly [name: string, addresses: readonly string[]]> = [],
): Resolver {
  const known = new Map<string, readonly string[]>([['localhost', ['127.0.0.1', '::1']]]);
  for (const [name, addresses] of hosts) {
    known.set(dropRootDot(name.toLowerCase()), addresses);
  }
  return { kind, hosts: known };
}

/** `socket.getaddrinfo(host, ...)` with any host: text, number, address or name. */
export function lookUpHost(host: string, resolver: Resolver, python: PythonTraits): Lookup {
  const ascii = encodeIdna(host, python);
  if (ascii.error !== null) {
    return { outcome: 'raises', error: ascii.error, because: ascii.because };
  }
  const address = readAddress(ascii.name, resolver, python);
  return address === null ? lookUpName(ascii.name, resolver) : { outcome: 'resolves', addresses: [address] };
}

/** The address a resolver sees in a text without asking anybody; null when it is a name to it. */
function readAddress(text: string, resolver: Resolver, python: PythonTraits): string | null {
  const ipv4 = resolver.kind === 'libc' ? readInetAton(text) : parseIpv4(text)?.octets.join('.');
  if (ipv4) {
    return ipv4;
  }
  const ipv6 = text.includes(':') ? parseIpv6(text, python) : null;
  if (ipv6 === null || (ipv6.zone !== null && !takesZone(ipv6.zone, isLinkLocal(ipv6)))) {
    return null;
  }
  const mapped = mappedIpv4Of(ipv6);
  return mapped === null ? formatIpAddress({ ...ipv6, zone: null }, python) : mapped.octets.join('.');
}

// glibc takes an interface name only for link-local addresses, a number for all; eventlet hands such a literal to it (measured).
function takesZone(zone: string, isLinkLocalAddress: boolean): boolean {
  return isLinkLocalAddress || /^[0-9]+$/.test(zone);
}

// glibc takes an underscore in a query; a label neither begins nor ends with a hyphen.
const label = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;

function lookUpName(name: string, resolver: Resolver): Lookup {
  const bare = dropRootDot(name.toLowerCase());
  const addresses = resolver.hosts.get(bare);
  if (addresses !== undefined) {
    return { outcome: 'resolves', addresses };
  }
  const labels = bare.split('.');
  if (bare.length > 253 || !labels.every((part) => label.test(part))) {
    return { outcome: 'fails', because: 'it is no well-formed name' };
  }
  return /^(?:[0-9]+|0x[0-9a-f]*)$/.test(labels.at(-1)!)
    ? { outcome: 'fails', because: 'no name ends in a number' }
    : { outcome: 'resolves', addresses: [] };
}

function dropRootDot(name: string): string {
  return name.endsWith('.') ? name.slice(0, -1) : name;
}

/**
 * The TCP port libc makes of a number: it reads 64 bits, keeps a C int, refuses a negative one and uses the low 16 bits
 * (measured, glibc 2.36), so that 65558 is port 22. Null when libc or Python refuses.
 */
export function cutPort(port: bigint, python: PythonTraits): number | null {
  const bits = python.takesHugePort ? 64n : 63n;
  const isRead = port < 2n ** bits && (python.takesHugePort ? port > -(2n ** 64n) : port >= -(2n ** 63n));
  const word = isRead ? BigInt.asIntN(32, port) : -1n;
  return word < 0n ? null : Number(word & 0xffffn);
}
