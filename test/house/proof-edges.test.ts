// docs/proof.md about proxies: every version that ran is there, and no row says less than what is claimed of the limit.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filterLevelOf } from '../../src/emulators/url/import-filter';
import { codeLevel } from '../../src/openstack/versions';
import { releaseOf, type Suite } from '../proof/bed';
import { loadHeading } from '../proof/page-load';
import { proxyingHeading } from '../proof/page-proxies';

const page = readFileSync(join(__dirname, '../../docs/proof.md'), 'utf8');
const suites = Object.keys(releaseOf) as Suite[];

function readRows(heading: string): string[][] {
  const part = page.slice(page.indexOf(`\n${heading}\n`) + 1).split(/\n## /)[0] ?? '';
  const lines = part.split('\n').filter((line) => line.startsWith('| '));
  return lines.slice(1).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}

/** nginx and HAProxy of each suite, as the table of what ran has them. */
const ran = new Map(readRows('## What ran').map(([suite = '', , , nginx, haproxy]) => [suite, { nginx, haproxy }]));
const loads = readRows(loadHeading);

test.each(suites)('%s: nginx and HAProxy, alone and with peers, were under load in the versions that ran', (suite) => {
  const { nginx, haproxy } = ran.get(suite) ?? {};
  const own = loads.filter(([name]) => name === suite).map(([, proxy]) => proxy);
  expect(own).toEqual([`nginx ${nginx}`, `haproxy ${haproxy}`, `haproxy ${haproxy} with peers`]);
});

test.each(loads.map((row) => [row.slice(0, 2).join(' '), row.slice(2)] as const))('%s', (name, cells) => {
  const [sent = 0, allowed = 0, rows = 0, refused = 0, told = 0, readers = 0, afterReload = 0] = cells.map(Number);
  expect(sent).toBe(10_000);
  expect(rows).toBeGreaterThan(0);
  expect(rows).toBeLessThanOrEqual(allowed);
  expect(refused).toBeGreaterThan(sent / 2);
  expect(told).toBe(refused);
  expect(readers).toBeGreaterThanOrEqual(0.95);
  // Without peers HAProxy begins anew: as many rows again as the limit admits at once.
  const forgets = name.includes('haproxy') && !name.includes('peers');
  expect({ name, isKept: afterReload < 4 }).toEqual({ name, isKept: !forgets });
});

test('an import goes through a proxy of the environment where addresses are not pinned, and past it where they are', () => {
  const rows = readRows(proxyingHeading);
  for (const suite of suites) expect(rows.some(([bed]) => bed === `${suite}/uwsgi`)).toBe(true);
  for (const [bed = '', glance = '', , ...ways] of rows) {
    const answer = codeLevel('glance', releaseOf[bed.split(/[@/]/)[0] as Suite], glance);
    expect({ bed, isKnown: answer.ok }).toEqual({ bed, isKnown: true });
    if (!answer.ok) continue;
    const isPinned = filterLevelOf(answer.level) === 'pinning';
    expect({ bed, ways }).toEqual({
      bed,
      ways: isPinned
        ? ['past the proxy', 'past the proxy', 'refused by Glance']
        : ['through squid, imported', 'through squid, imported', 'refused by squid'],
    });
  }
});
