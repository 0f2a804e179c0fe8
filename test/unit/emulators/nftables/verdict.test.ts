// Egress by nftables rules: the composed guard, chains by priority, sets, and what is never credited.
import { composeNftablesEgressGuard } from '../../../../src/documents/nftables/compose';
import { parseNftables } from '../../../../src/documents/nftables/parse';
import { renderNftables } from '../../../../src/documents/nftables/render';
import type { EgressPacket } from '../../../../src/emulators/nftables/matches';
import { egressVerdict } from '../../../../src/emulators/nftables/verdict';
import { traps } from './traps';

const packet = (change: Partial<EgressPacket> = {}): EgressPacket => ({
  uid: 64062,
  address: '169.254.169.254',
  port: 80,
  protocol: 'tcp',
  ...change,
});
const judge = (text: string, change: Partial<EgressPacket> = {}) =>
  egressVerdict(parseNftables(text, 'f'), packet(change)).verdict;
/** A table with an output chain of these rules. */
const output = (rules: string, more = '', priority = 'filter', policy = 'accept'): string =>
  `table inet t {\n${more}\nchain output {\ntype filter hook output priority ${priority}; policy ${policy};\n${rules}\n}\n}\n`;

test.each(traps)('$told: $text', ({ text, to, told }) => {
  expect(judge(text, to)).toBe(told);
});

describe('the composed guard', () => {
  const guard = composeNftablesEgressGuard({
    glanceUid: 64062,
    resolvers: ['10.0.0.53', '2001:db8::53'],
    mirrors: ['203.0.113.0/24', '2001:db8:1::/48'],
    mirrorPorts: [443],
    services: [
      { name: 'database', to: '127.0.0.1', ports: [3306] },
      { name: 'log', to: '10.0.0.9', ports: [514], protocol: 'udp' },
    ],
  });
  const read = parseNftables(renderNftables(guard), guard.file);

  test.each([
    ['the metadata service', {}, 'reject'],
    ['loopback', { address: '127.0.0.1' }, 'reject'],
    ['loopback over IPv6', { address: '::1' }, 'reject'],
    ['a mirror', { address: '203.0.113.9', port: 443 }, 'accept'],
    ['a mirror over IPv6', { address: '2001:db8:1::9', port: 443 }, 'accept'],
    ['a mirror on another port', { address: '203.0.113.9', port: 80 }, 'reject'],
    ['a mirror over udp', { address: '203.0.113.9', port: 443, protocol: 'udp' }, 'reject'],
    ['the resolver', { address: '10.0.0.53', port: 53, protocol: 'udp' }, 'accept'],
    ['the resolver over tcp', { address: '2001:db8::53', port: 53 }, 'accept'],
    ['a foreign resolver', { address: '9.9.9.9', port: 53, protocol: 'udp' }, 'reject'],
    ['a service on loopback', { address: '127.0.0.1', port: 3306 }, 'accept'],
    ['a udp service', { address: '10.0.0.9', port: 514, protocol: 'udp' }, 'accept'],
    ['icmp', { protocol: 'icmp' }, 'reject'],
    ['another user', { uid: 0 }, 'accept'],
    ['a packet without an owner', { uid: null, address: 'ff02::1', protocol: 'icmpv6' }, 'accept'],
  ] as [string, Partial<EgressPacket>, string][])('%s', (_, change, wanted) => {
    expect(egressVerdict(read, packet(change)).verdict).toBe(wanted);
  });

  test('points at the rule that decides', () => {
    const { at } = egressVerdict(read, packet());
    expect(renderNftables(guard).split('\n')[(at?.line ?? 0) - 1]?.trim()).toBe('counter reject');
  });

  test('loading it twice is loading it once', () => {
    expect(egressVerdict([read, read], packet()).verdict).toBe('reject');
  });

  test('a later file that deletes the table opens everything', () => {
    expect(egressVerdict([read, parseNftables('flush ruleset', 'g')], packet()).verdict).toBe('accept');
    expect(egressVerdict([read, parseNftables('delete table inet glacis_image_egress', 'g')], packet()).verdict).toBe(
      'accept',
    );
  });
});

test('meta skuid != UID accept refuses packets that have no owner, for the whole host', () => {
  const text = output('meta skuid != 64062 accept\nct state established,related accept\ncounter reject');
  expect(judge(text)).toBe('reject');
  expect(judge(text, { uid: 0 })).toBe('accept');
  expect(judge(text, { uid: null, address: 'ff02::1', protocol: 'icmpv6' })).toBe('reject');
});

describe('chains', () => {
  test('accept ends one chain only; the next priority may still refuse', () => {
    const first = output('accept', '', 'filter - 10');
    const second = output('drop').replace('inet t', 'inet u');
    expect(judge(first + second)).toBe('drop');
    expect(judge(second + first)).toBe('drop');
  });
  test('the policy counts', () => {
    expect(judge(output('', '', '0', 'drop'))).toBe('drop');
    expect(judge(output('', '', 'mangle + 5', 'accept'))).toBe('accept');
  });
  test('other hooks, other families and no chain at all let through', () => {
    expect(judge(output('drop').replace('hook output', 'hook input'))).toBe('accept');
    expect(judge(output('drop').replace('table inet', 'table ip6'))).toBe('accept');
    expect(judge('')).toBe('accept');
  });
  test.each([
    ['jump a', 'return', 'drop', 'drop'],
    ['jump a', 'accept', 'drop', 'accept'],
    ['goto a', 'counter', 'drop', 'accept'],
    ['jump a', 'jump a', 'drop', 'cannot-say'],
    ['jump nope', 'accept', 'drop', 'cannot-say'],
  ])('%s to { %s }, then %s: %s', (rule, inner, rest, wanted) => {
    expect(judge(output(`${rule}\n${rest}`, `chain a {\n${inner}\n}`))).toBe(wanted);
  });
});

describe('matches', () => {
  test.each([
    ['ip daddr 169.254.0.0/16 drop', 'drop'],
    ['ip daddr 169.254.1.1-169.254.200.1 drop', 'drop'],
    ['ip daddr != 169.254.0.0/16 drop', 'accept'],
    ['ip6 daddr != ::1 drop', 'accept'],
    ['tcp dport 1-79 drop', 'accept'],
    ['tcp dport { 22, 70-90 } drop', 'drop'],
    ['udp dport 80 drop', 'accept'],
    ['th dport 80 drop', 'drop'],
    ['meta l4proto { 6, udp } drop', 'drop'],
    ['meta l4proto tcp drop', 'drop'],
    ['meta l4proto udp drop', 'accept'],
    ['meta l4proto 17 drop', 'accept'],
    ['meta l4proto != tcp drop', 'accept'],
    ['ip daddr 169.254.0.1-169.254.169.253 drop', 'accept'],
    ['ip daddr 169.254.169.255-169.254.200.1 drop', 'accept'],
    ['ip daddr 169.254.169.254-169.254.169.254 drop', 'drop'],
    ['meta nfproto ipv6 drop', 'accept'],
    ['meta skuid 64000-65000 drop', 'drop'],
    ['skuid 64062 drop', 'drop'],
    ['ct state new drop', 'drop'],
    ['ct state { established, related } drop', 'accept'],
    ['oifname "lo" drop', 'accept'],
    ['ip daddr @s drop', 'drop'],
    ['ip daddr @gone drop', 'cannot-say'],
    ['ip daddr @dynamic accept\ndrop', 'cannot-say'],
  ])('%s: %s', (rule, wanted) => {
    const sets =
      'set s {\ntype ipv4_addr\nflags interval\nelements = { 1.1.1.1, 169.254.0.0/16 }\n}\nset dynamic {\ntype ipv4_addr\nflags dynamic\n}';
    expect(judge(output(rule, sets))).toBe(wanted);
  });
});

test.each<[string, Partial<EgressPacket>, string]>([
  ['oifname "lo" drop', { address: '127.0.0.1' }, 'drop'],
  ['oifname "eth0" drop', { address: '127.0.0.1' }, 'accept'],
  ['oifname "lo" drop', { address: '::1' }, 'drop'],
  ['oifname "lo" drop', { address: '::2' }, 'accept'],
  ['oifname "lo" drop', { address: '10.0.0.9' }, 'cannot-say'],
  ['th dport 80 drop', { protocol: 'icmp' }, 'accept'],
  ['th dport != 81 drop', { protocol: 'icmp' }, 'accept'],
  ['meta skuid != 0 drop', { uid: null }, 'accept'],
  ['ip6 daddr 2001:db8::1-2001:db8::9 drop', { address: '2001:db8::5' }, 'drop'],
  ['ip6 daddr 2001:db8::1-2001:db8::9 drop', { address: '2001:db8::a' }, 'accept'],
])('%s, for %j: %s', (rule, change, wanted) => {
  expect(judge(output(rule), change)).toBe(wanted);
});

test('a flush of one table empties its chains and leaves their policy, and the other tables', () => {
  const other = output('reject').replace('inet t', 'inet u');
  expect(judge(`${output('drop')}flush table inet t`)).toBe('accept');
  expect(judge(`${output('accept', '', 'filter', 'drop')}flush table inet t`)).toBe('drop');
  expect(judge(`${output('drop')}${other}flush table inet t`)).toBe('reject');
});

test('of two chains that refuse, the one of the lower priority decides', () => {
  const early = output('reject', '', 'filter - 5').replace('inet t', 'inet u');
  expect(judge(output('drop') + early)).toBe('reject');
});

describe('what is not modelled is never credited', () => {
  test.each([
    ['limit rate 5/second accept\ndrop', 'cannot-say'],
    ['meta skuid "glance" accept\ndrop', 'cannot-say'],
    ['meta skuid "glance" drop', 'cannot-say'],
    ['meta skuid "glance" drop\ndrop', 'drop'],
    ['limit rate over 5/second drop\nreject', 'reject'],
    ['limit rate over 5/second drop', 'cannot-say'],
    ['tcp dport vmap { 80 : accept }\ndrop', 'cannot-say'],
    ['ip daddr 1.1.1.1 dnat to 2.2.2.2\ndrop', 'cannot-say'],
    ['dnat to 2.2.2.2', 'cannot-say'],
    ['oifname "eth0" accept\ndrop', 'cannot-say'],
    ['fib daddr type local accept\ndrop', 'cannot-say'],
  ])('%s: %s', (rules, wanted) => {
    expect(judge(output(rules))).toBe(wanted);
  });
  test('includes and added rules make everything uncertain, definitions do not', () => {
    expect(judge(`include "x.nft"\n${output('drop')}`)).toBe('cannot-say');
    expect(judge(`${output('drop')}add rule inet t output accept`)).toBe('cannot-say');
    expect(judge(`define X = 1\n${output('drop')}`)).toBe('drop');
  });
  test('a file that nft refuses adds nothing; a host name is no address', () => {
    expect(judge(`${output('drop')}}`)).toBe('accept');
    expect(judge(output('drop'), { address: 'localhost' })).toBe('cannot-say');
  });
});
