// The measured SSRF matrix: what real Glance of several patch levels fetched, row by row, against the emulators.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cloud } from '../../src/checks/cloud/cloud';
import type { Launcher, ReleaseName } from '../../src/openstack/types';
import { followImport, type ImportRun } from '../differential/follow-import';

/** One probe and, by answer, the columns (`level configuration launcher`) in which it was measured. */
interface Row {
  readonly probe: string;
  readonly url: string;
  readonly redirects?: readonly string[];
  readonly status?: number;
  readonly measured: Readonly<Record<string, readonly string[]>>;
}

const levels: Readonly<Record<string, { readonly release: ReleaseName; readonly glance: string }>> = {
  Z0: { release: 'zed', glance: '25.1.0' },
  Z5: { release: 'zed', glance: '2:25.1.0-2+deb12u5' },
  E0: { release: '2025.1', glance: '30.0.0' },
  E2: { release: '2025.1', glance: '2:30.0.0-3+deb13u2' },
  H: { release: '2026.2', glance: '33.0.0' },
};

const filters: Readonly<Record<string, string>> = {
  default: '',
  deny: '[import_filtering_opts]\ndisallowed_hosts = [169.254.169.254,localhost,127.0.0.1]\n',
  allow: '[import_filtering_opts]\nallowed_hosts = [images.example.test]\n',
  longDeny:
    '[import_filtering_opts]\ndisallowed_hosts = [169.254.169.254,localhost,127.0.0.1,::1,0.0.0.0,::,fd00:ec2::254]\n',
};

/** Who listened in the lab, and on which ports. Nothing listens elsewhere, and nothing is routed elsewhere. */
const witnesses: Readonly<Record<string, { readonly name: string; readonly ports: readonly number[] }>> = {
  '203.0.113.10': { name: 'mirror', ports: [80, 443, 8080] },
  '203.0.113.20': { name: 'other', ports: [80, 443] },
  '169.254.169.254': { name: 'metadata', ports: [80, 443, 8080] },
  'fd00:ec2::254': { name: 'metadata6', ports: [80] },
  '127.0.0.1': { name: 'loopback', ports: [80, 8081] },
  '::1': { name: 'loopback', ports: [80] },
  '0.0.0.0': { name: 'loopback', ports: [80] },
  '::': { name: 'loopback', ports: [80] },
  '10.77.0.5': { name: 'private', ports: [80] },
  '100.100.100.200': { name: 'shared', ports: [80] },
};

/** The lab's names. getaddrinfo sorts by scope, so libc puts the link-local answer of `mixed` first; dnspython does not sort. */
function listNames(launcher: Launcher): readonly (readonly [string, readonly string[]])[] {
  const mixed = ['203.0.113.10', '169.254.169.254'];
  return [
    ['images.example.test', ['203.0.113.10']],
    ['hostsfile.example.test', ['203.0.113.10']],
    ['other.example.test', ['203.0.113.20']],
    ['meta.example.test', ['169.254.169.254']],
    ['hostsmeta.example.test', ['169.254.169.254']],
    ['meta6.example.test', ['fd00:ec2::254']],
    ['loop.example.test', ['127.0.0.1']],
    ['mixed.example.test', launcher === 'eventlet' ? mixed : [...mixed].reverse()],
  ];
}

/** Cells that depend on more than the model knows. Each says why; nothing else may be left out. */
function isBeyondModel(probe: string, column: string): boolean {
  // A name that answers differently each time; the attack ssrf-dns-rebinding judges it by level instead.
  if (probe === 'dns-rebind') return true;
  // The root-dotted lookup of 33.0.0 does not find names of the hosts file; the model knows names, not where they stand.
  if (probe === 'hostsfile-name') return column.startsWith('H ');
  // The lab's DNS had no record for `localhost.`; where one has, libc reaches loopback too.
  return probe === 'loop-localhost-dot' && column.endsWith('uwsgi');
}

const rows = readFileSync(join(__dirname, 'measured-matrix.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Row);

/** Measured to be equal in every cell: unfixed Zed and unfixed 2025.1; fixed Zed under both launchers. */
function twins(column: string): readonly string[] {
  if (column.startsWith('E0 ')) return [column, column.replace('E0', 'Z0')];
  return column === 'Z5 deny eventlet' ? [column, 'Z5 deny uwsgi'] : [column];
}

const cells = rows.flatMap((row) =>
  Object.entries(row.measured).flatMap(([answer, columns]) =>
    columns
      .filter((column) => !isBeyondModel(row.probe, column))
      .flatMap(twins)
      .map((column) => ({ probe: row.probe, column, answer, row })),
  ),
);

test('the whole matrix is here', () => {
  expect(rows.length).toBe(69);
  const columns = new Set(cells.map(({ column }) => column));
  expect(columns.size).toBe(17);
  expect(cells.length).toBeGreaterThan(1000);
});

const clouds = new Map<string, Cloud>();

function openCloud(column: string): Cloud {
  let cloud = clouds.get(column);
  if (cloud) return cloud;
  const [level = '', filter = '', launcher] = column.split(' ');
  const { release, glance } = levels[level]!;
  const files = new Map([['glance/glance.conf.d/10-lab.conf', filters[filter] as string]]);
  cloud = new Cloud(files, { release, packages: { glance }, launcher: launcher as Launcher, glanceUid: 64062 });
  clouds.set(column, cloud);
  return cloud;
}

/** The run in the words of the matrix: who was reached, and how it ended. */
function describeRun(run: ImportRun): string {
  const reached: string[] = [];
  for (const socket of run.sockets) {
    const [, address = '', port = ''] = /^\[?(.+?)\]?:(\d+)$/.exec(socket) ?? [];
    const witness = witnesses[address];
    if (!witness?.ports.includes(Number(port))) {
      return reached.length > 0 ? `fails after ${reached.join(' > ')}` : 'fails';
    }
    const name = port === '80' ? witness.name : `${witness.name}:${port}`;
    // The lab noted who was reached, not how often.
    if (reached.at(-1) !== name) reached.push(name);
  }
  if (run.outcome === 'fetched') return reached.join(' > ');
  if (reached.length > 0) return `fails after ${reached.join(' > ')}`;
  return run.hops.length === 1 && run.hops[0]?.answer?.verdict !== 'pass' ? 'refused' : 'fails';
}

test.each(rows.map((row) => [row.probe, row] as const))('%s', (probe, row) => {
  const own = cells.filter((cell) => cell.probe === probe);
  const answers = own.map(({ column }) => {
    const cloud = openCloud(column);
    const { options, level } = cloud.importFilter;
    const env = cloud.urlEnvironment(listNames(cloud.versions.launcher));
    const redirects = (row.redirects ?? []).map((location) => ({ location, status: row.status ?? 302 }));
    return [column, describeRun(followImport(row.url, redirects, options, level, env))];
  });
  expect(answers).toEqual(own.map(({ column, answer }) => [column, answer]));
});

const longDenyColumns = ['Z5 longDeny eventlet', 'H longDeny uwsgi', 'E2 longDeny eventlet'];

// A longer deny list, measured apart: what each spelling reached on Z5, H and E2.
test.each([
  ['http://0.0.0.0/x', 'refused', 'refused', 'refused'],
  ['http://[::]/x', 'refused', 'refused', 'refused'],
  ['http://[0:0::0]/x', 'refused', 'refused', 'refused'],
  ['http://[fd00:ec2::254]/x', 'refused', 'refused', 'refused'],
  ['http://[FD00:EC2:0::254]/x', 'refused', 'refused', 'refused'],
  ['http://meta6.example.test/x', 'refused', 'refused', 'metadata6'],
  ['http://loop.example.test/x', 'refused', 'refused', 'loopback'],
  ['http://[::ffff:127.0.0.1]/x', 'refused', 'refused', 'loopback'],
  ['http://[::ffff:0.0.0.0]/x', 'loopback', 'loopback', 'loopback'],
  ['http://10.77.0.5/x', 'private', 'private', 'private'],
])('longer deny list: %s', (url, ...expected) => {
  const answers = longDenyColumns.map((column) => {
    const cloud = openCloud(column);
    const { options, level } = cloud.importFilter;
    const env = cloud.urlEnvironment(listNames(cloud.versions.launcher));
    return describeRun(followImport(url, [], options, level, env));
  });
  expect(answers).toEqual(expected);
});
