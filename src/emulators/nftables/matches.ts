// Says whether one nftables match holds for the first packet of a new connection: yes, no, or not known.
import { isInNetwork, readAddress, readNetwork } from '../../documents/nftables/networks';
import type { NftMatchable, NftOperand } from '../../documents/nftables/types';
import type { LoadedTable } from './loaded';

/** The first packet of a new connection. */
export interface EgressPacket {
  /** Owner of the socket; null for packets of the kernel itself (neighbour discovery, tunnels). */
  readonly uid: number | null;
  /** Destination, IPv4 or IPv6. Write a v4-mapped address as IPv4: so it travels. */
  readonly address: string;
  /** Destination port; ignored for ICMP. */
  readonly port: number;
  readonly protocol: 'tcp' | 'udp' | 'icmp' | 'icmpv6';
}

type Truth = boolean | null;

/** Protocol numbers as nft lets them be written. */
const protocolNumbers: Readonly<Record<string, string>> = { '1': 'icmp', '6': 'tcp', '17': 'udp', '58': 'icmpv6' };

/** Null when a value is a name only the host can resolve, a dynamic set, or an interface of the host. */
export function holdsMatch(
  left: NftMatchable,
  right: NftOperand,
  isNegated: boolean,
  packet: EgressPacket,
  table: LoadedTable,
): Truth {
  const address = readAddress(packet.address);
  if (address === null) return null;
  const isTransport = packet.protocol === 'tcp' || packet.protocol === 'udp';
  // A packet without the property ends the rule, negated or not: the kernel breaks off before it compares.
  if (left === 'meta skuid' && packet.uid === null) return false;
  if ((left === 'ip daddr' && address.length !== 4) || (left === 'ip6 daddr' && address.length !== 16)) return false;
  if ((left === 'tcp dport' && packet.protocol !== 'tcp') || (left === 'udp dport' && packet.protocol !== 'udp'))
    return false;
  if (left === 'th dport' && !isTransport) return false;

  const texts = readOperand(right, table);
  if (texts === null) return null;
  let isUncertain = false;
  for (const text of texts) {
    const one = holdsValue(left, text, packet, address);
    if (one === true) return !isNegated;
    if (one === null) isUncertain = true;
  }
  return isUncertain ? null : isNegated;
}

/** The values of the operand; null for a set that is missing or changes at run time. */
function readOperand(right: NftOperand, table: LoadedTable): readonly string[] | null {
  if (right.kind === 'values') return right.values;
  const sets = table.sets.get(right.name);
  if (sets === undefined) return null;
  const isFixed = sets.every(
    (set) =>
      set.unknown.length === 0 && set.type !== null && !set.flags.includes('dynamic') && !set.flags.includes('timeout'),
  );
  return isFixed ? sets.flatMap((set) => set.elements.map((element) => element.split(' ', 1)[0] ?? '')) : null;
}

function holdsValue(left: NftMatchable, text: string, packet: EgressPacket, address: readonly number[]): Truth {
  switch (left) {
    case 'ip daddr':
    case 'ip6 daddr':
      return holdsAddress(text, address);
    case 'meta skuid':
      return packet.uid === null ? false : holdsNumber(text, packet.uid);
    case 'tcp dport':
    case 'udp dport':
    case 'th dport':
      return holdsNumber(text, packet.port);
    case 'meta l4proto':
      return (protocolNumbers[text] ?? text) === packet.protocol;
    case 'meta nfproto':
      return text === (address.length === 4 ? 'ipv4' : 'ipv6');
    case 'ct state':
      // The packet judged opens a connection: a guard that lets the first one through lets all through.
      return text === 'new';
    case 'oif':
    case 'oifname': {
      const isLoopback =
        address.length === 4 ? address[0] === 127 : address.slice(0, 15).every((b) => b === 0) && address[15] === 1;
      if (isLoopback) return text === 'lo';
      // A host's own addresses are reached through lo too, and any private IPv4 address may be one of them.
      return text === 'lo' && !isPrivate(address) ? false : null;
    }
  }
}

function isPrivate(address: readonly number[]): boolean {
  return ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].some((text) => {
    const network = readNetwork(text);
    return network !== null && isInNetwork(address, network);
  });
}

function holdsNumber(text: string, value: number): Truth {
  const range = /^(\d+)(?:-(\d+))?$/.exec(text);
  if (range === null) return null;
  return value >= Number(range[1]) && value <= Number(range[2] ?? range[1]);
}

function holdsAddress(text: string, address: readonly number[]): Truth {
  const [from, to] = text.split('-', 2);
  if (to === undefined) {
    const network = readNetwork(text);
    return network === null ? null : isInNetwork(address, network);
  }
  const low = readAddress(from ?? '');
  const high = readAddress(to);
  if (low === null || high === null) return null;
  return low.length === address.length && compareBytes(low, address) <= 0 && compareBytes(address, high) <= 0;
}

function compareBytes(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return (a[i] ?? 0) - (b[i] ?? 0);
  return 0;
}
