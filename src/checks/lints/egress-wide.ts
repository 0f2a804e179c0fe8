// An egress guard that is in force and lets glance-api reach whom nobody named.
import { printable } from '../../problems';
import type { Lint, LintFinding } from '../types';

/** Addresses for documentation, which no guard names: one of them stands for everybody. The others are what imports are aimed at. */
const strangers = [
  ['198.51.100.77', 'any IPv4 address'],
  ['2001:db8:ffff::77', 'any IPv6 address'],
  ['169.254.169.254', 'the metadata service'],
  ['fd00:ec2::254', 'the metadata service'],
] as const;

export const lint: Lint = {
  kind: 'lint',
  id: 'egress-wide',
  title: 'Egress guard with a gap',
  severity: 'medium',
  words:
    'The guard refuses what attacks try, and a rule of it admits one port of every address, or the metadata service. Resolvers that are every address are a way out for data; a database that is every address is a way in for imports to that port.',
  references: ['CVE-2026-34881 (OSSA-2026-004)'],
  find: (cloud) => {
    const { egress } = cloud;
    // A guard that does not hold for the plainest port is told by the attacks.
    const isInForce = strangers.some(([address]) => egress.judge({ address, port: 1, protocol: 'tcp' }).isStopped);
    if (!isInForce) return [];
    const ports = listPorts(egress.loaded.map((file) => cloud.files.get(file) ?? ''));
    const told = new Map<string, LintFinding>();
    for (const [address, who] of strangers) {
      for (const port of ports) {
        for (const protocol of ['tcp', 'udp'] as const) {
          const { isStopped, at } = egress.judge({ address, port, protocol });
          const key = `${at?.file}:${at?.line} ${protocol} ${port}`;
          if (isStopped || at === null || told.has(key)) continue;
          const message = printable(`glance-api reaches ${who} (${address}) at ${protocol} port ${port}.`);
          told.set(key, { at, subject: `${protocol} port ${port}`, message, fixes: [], choice });
        }
      }
    }
    return [...told.values()];
  },
};

const choice = 'Name the addresses that glance-api has to reach at this port, and no others.';

/** Ports that the files name; what they do not name they do not treat in a way of its own. */
function listPorts(texts: readonly string[]): number[] {
  const numbers = texts.flatMap((text) => (text.match(/\b\d{1,5}\b/g) ?? []).map(Number));
  return [...new Set(numbers)].filter((port) => port > 0 && port < 65_536).slice(0, 64);
}
