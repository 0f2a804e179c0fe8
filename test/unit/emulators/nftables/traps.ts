// Packet filters that look as if they refused what glance-api sends, and what becomes of it.
import type { EgressPacket } from '../../../../src/emulators/nftables/matches';

/** A file, a packet of uid 64062, and what the judge must say; where it cannot, the connection is open or nft refuses the file. */
export interface Trap {
  readonly text: string;
  readonly to: Pick<EgressPacket, 'address' | 'port'> & { readonly protocol: 'tcp' | 'udp' };
  readonly told: 'accept' | 'reject' | 'cannot-say';
}

const web = { protocol: 'tcp', address: '192.0.2.2', port: 443 } as const;
const web6 = { protocol: 'tcp', address: '2001:db8:1::2', port: 443 } as const;
const dns = { protocol: 'udp', address: '192.0.2.2', port: 53 } as const;
const hook = 'type filter hook output priority filter; policy accept;';
const table = (...lines: readonly string[]) => `table inet g {\n${lines.join('\n')}\n}\n`;
const chain = (...lines: readonly string[]) => `chain out {\n${lines.join('\n')}\n}`;
const own = 'meta skuid 64062 reject';

/** Run with nft 1.0.6. */
export const traps: readonly Trap[] = [
  { told: 'reject', to: web, text: table(chain(hook, own)) },
  { told: 'reject', to: web, text: table(`chain out { ${hook} ${own}; }; `) },
  { told: 'cannot-say', to: web, text: table(`chain out { ${hook} ${own} }`) },
  { told: 'cannot-say', to: web, text: `table inet g { chain out { ${hook} ${own}; } }\n` },
  { told: 'cannot-say', to: web, text: table(`chain x { reject; } ${chain(hook, own)}`) },
  {
    told: 'cannot-say',
    to: web,
    text: table('set s {', 'type ipv4_addr', 'elements = { 192.0.2.0/24 }', '}', chain(hook, 'ip daddr @s reject')),
  },
  {
    told: 'reject',
    to: web,
    text: table(
      ...['set s {', 'type ipv4_addr', 'flags interval', 'elements = { 192.0.2.0/24 }', '}'],
      chain(hook, 'ip daddr @s reject'),
    ),
  },
  { told: 'cannot-say', to: web, text: table(chain(hook, own, 'ip daddr @none accept')) },
  { told: 'cannot-say', to: web, text: table(chain(hook, own, 'tcp dport 9 jump none')) },
  { told: 'cannot-say', to: web, text: table(chain(hook, own, 'tcp dport 9 acept')) },
  { told: 'cannot-say', to: web, text: table(chain('type nat hook output priority -100; policy accept;', own)) },
  { told: 'reject', to: web, text: table(chain(hook, `${own} with tcp reset`)) },
  { told: 'accept', to: dns, text: table(chain(hook, `${own} with tcp reset`)) },
  { told: 'reject', to: web, text: table(chain(hook, `${own} with icmp type admin-prohibited`)) },
  { told: 'accept', to: web6, text: table(chain(hook, `${own} with icmp type admin-prohibited`)) },
  { told: 'reject', to: web6, text: table(chain(hook, `${own} with icmpx type admin-prohibited`)) },
  { told: 'accept', to: web, text: table(chain(hook, `${own} with icmpv6 type admin-prohibited`)) },
  // One rule that nft does not take, whatever packets it is for, and no rule of the file is loaded.
  ...[
    ...['ip saddr 10.0.0.1 tcp dprot 9 accept', 'meta skuuid 0 accept', 'ip dadr 10.0.0.1 drop', 'tcp 9 accept'],
    ...['ip daddr 300.1.1.1 drop', 'tcp dport 65536 drop', 'tcp dport 9-8 drop', 'meta l4proto nosuch drop'],
    ...['tcp dport 9 accept drop', 'comment "x" tcp dport 9 drop', 'tcp dport 9 udp dport 9 drop', 'ct state nwe drop'],
    ...[
      'ip saddr $nowhere drop',
      'ip saddr @nowhere drop',
      'tcp dport 9 reject with tcp rst',
      'tcp dport vmap { 9 : jump none }',
    ],
    ...['reject with', 'reject with comment "x"', 'reject with icmp', 'udp dport 9 reject with tcp reset'],
    ...['ip daddr 10.0.0.1 reject with icmpv6 type no-route', 'ip6 daddr ::1 reject with icmp type host-unreachable'],
    ...[
      'meta l4proto udp reject with tcp reset',
      'meta l4proto 17 tcp dport 9 drop',
      'meta nfproto ipv4 ip6 daddr ::1 drop',
    ],
    ...['meta l4proto { tcp, udp } reject with tcp reset', 'meta nfproto ipv4 reject with icmpv6 type no-route'],
    ...[
      'limit rate 5/fortnight accept',
      'log prefix "x" level loud',

      'nfproto ipv4 drop',
      'iif nowhere0 drop',
    ],
  ].map((rule) => ({
    told: 'cannot-say' as const,
    to: web,
    text: table('chain other {', rule, '}', chain(hook, own)),
  })),
  ...[
    ...['flags wrong', 'elements = { 192.0.2.9-192.0.2.1 }', 'elements = { 192.0.2.0/24, 192.0.2.9 }', 'seconds 5'],
    ...['type ipv5_addr'],
  ].map((line) => ({
    told: 'cannot-say' as const,
    to: web,
    text: table(
      'set s {',
      line.startsWith('type') ? '' : 'type ipv4_addr',
      'flags interval',
      line,
      '}',
      chain(hook, own),
    ),
  })),
  ...['delete table inet none', 'flush table inet none', 'flush rulset', 'define x'].map((line) => ({
    told: 'cannot-say' as const,
    to: web,
    text: `${line}\n${table(chain(hook, own))}`,
  })),
  { told: 'cannot-say', to: web, text: table(chain('type filter hook output priority filter-1; policy accept;', own)) },
  { told: 'cannot-say', to: web, text: table('chain r {', 'type route hook input priority 0;', '}', chain(hook, own)) },
  { told: 'cannot-say', to: web, text: table('counter reject', chain(hook, own)) },
  // What operators write beside a guard.
  {
    told: 'reject',
    to: web,
    text: `define inside = 10.0.0.0/8\n${table(
      ...['chain in {', 'type filter hook input priority filter; policy drop;', 'iif lo accept', 'iifname "lo" accept'],
      ...['ct state vmap { established : accept, related : accept, invalid : drop }', 'ct state invalid counter drop'],
      ...['ip saddr $inside tcp dport { ssh, https } ct state new limit rate 15/minute burst 5 packets accept'],
      ...[
        'icmpv6 type { nd-neighbor-solicit, nd-router-advert } accept',
        'ip protocol icmp accept',
        'udp sport 67 accept',
      ],
      ...[
        'meta l4proto { tcp, udp } th dport 9 reject with icmpx type no-route',
        'meta l4proto tcp reject with tcp reset',
      ],
      ...[
        'meta l4proto != udp reject with tcp reset',
        'meta nfproto ipv6 tcp dport 9 reject with icmpv6 type no-route',
      ],
      ...['log prefix "in: " level info', 'meta mark set 1', 'tcp flags syn drop comment "x"', '}'],
      ...[
        'chain nat {',
        'type nat hook postrouting priority srcnat;',
        'oifname "e*" ip saddr 10.0.0.0/8 masquerade',
        '}',
      ],
      chain(hook, own),
    )}`,
  },
];
