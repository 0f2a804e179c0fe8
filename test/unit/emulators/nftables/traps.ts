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
];
