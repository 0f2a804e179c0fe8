// A proxy in the environment of glance-api: whether an import goes through the suite's squid, on every patch level of Glance.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { FileTree } from '../../src/documents/types';
import { filterLevelOf } from '../../src/emulators/url/import-filter';
import { codeLevel } from '../../src/openstack/versions';
import { makeCertificate, type RunningGlance, readWitness, type SuiteVersions, stateFile } from './bed';
import { type Bed, beds, chosenBeds, levelBeds, nameOfBed, platformOf } from './beds';
import { configurations } from './configurations';
import { startProxy } from './edge';
import { answerOnce, isFull } from './kept-answers';
import { buildLevel, runBeside, startGlance, stopGlance } from './live-bed';
import { buildSquid, type KeptProxying, type ProxiedImport } from './page-proxies';
import { versionsOf } from './suites';

const squidPort = 3128;
const readyPort = 3129;
/** The Glance of the bed has no such environment: another one serves the same files and images beside it. */
const proxiedPort = 19293;
const mirror = 'images.example.org';
const mirrorAddress = '203.0.113.200';
const metadata = '169.254.169.254';
const imports = [
  { key: 'http', url: `http://${mirror}/plain` },
  { key: 'https', url: `https://${mirror}/tls` },
  { key: 'metadata', url: `http://${metadata}/latest/meta-data/` },
] as const;

const library = '/opt/squid/usr/lib';
const squidConf = `http_port 127.0.0.1:${squidPort}
acl mirrors dstdomain ${mirror}
http_access allow mirrors
http_access deny all
logformat bed %rm %ru %>Hs
access_log stdio:/tmp/squid.access logformat=bed
cache_log /tmp/squid.log
cache deny all
pid_filename none
unlinkd_program /opt/squid/usr/lib/squid/unlinkd
logfile_daemon /opt/squid/usr/lib/squid/log_file_daemon
pinger_enable off
netdb_filename none
visible_hostname bed
cache_effective_user proxy
coredump_dir /tmp
shutdown_lifetime 0 seconds
mime_table /opt/squid/usr/share/squid/mime.conf
icon_directory /opt/squid/usr/share/squid/icons
error_directory /opt/squid/usr/share/squid/errors/en
`;
// Its shared memory goes with the mount.
const startSquid = `mount -t tmpfs tmpfs /dev/shm
export LD_LIBRARY_PATH=$(echo ${library}/*-linux-gnu)
exec /opt/squid/usr/sbin/squid -N -d 1 -f /etc/glance/edge/squid/squid.conf`;
const startGlanceBehindIt = `export http_proxy=http://127.0.0.1:${squidPort} https_proxy=http://127.0.0.1:${squidPort}
application='--module glance.wsgi.api:application'
[ ! -e /usr/bin/glance-wsgi-api ] || application='--wsgi-file /usr/bin/glance-wsgi-api'
exec setpriv --reuid 64062 --regid 64062 --clear-groups uwsgi_python3 --http-socket 127.0.0.1:${proxiedPort} --master \\
  --die-on-term --lazy-apps --enable-threads --threads 6 --processes 1 --buffer-size 65535 --need-app --pyargv '' $application`;

// Under uWSGI, as the units of Debian start it; earlier levels only where everything is asked.
const own: readonly Bed[] = [...beds.filter(({ launcher }) => launcher === 'uwsgi'), ...(isFull ? levelBeds : [])];

test.each(chosenBeds(own).map((bed) => [nameOfBed(bed), bed] as const))('%s', async (bedName, bed) => {
  const suite = versionsOf(bed.suite);
  const level = bed.level === undefined ? {} : await buildLevel(bed.suite, bed.level);
  const versions: SuiteVersions = { ...suite, ...level, squid: buildSquid(bed.suite) };
  const platform = platformOf(bed, bed.level ?? suite['python3-glance'] ?? '');
  const stock = configurations.find(({ name }) => name === 'stock')?.read(platform) ?? new Map();
  const run = `${bedName.replace('/', '-')}-environment`;
  const ask = async (): Promise<KeptProxying> => {
    makeCertificate(run, [mirror]);
    try {
      const glance = await startGlance(run, bed.suite, bed.launcher, stock, bed.level);
      const found = await importBehindSquid(glance);
      expectWays(
        found,
        platform.glancePackage === undefined ? undefined : isPinning(platform.release, platform.glancePackage),
      );
      return { bed, versions, answers: found.length, found };
    } finally {
      await stopGlance({ name: run });
    }
  };
  const facts = [versions, [...stock]];
  await answerOnce({ kind: 'environment', name: run, facts, stopsAt: /^src\/|\/configurations\.ts$/, ask });
});

function isPinning(release: Parameters<typeof codeLevel>[1], glancePackage: string): boolean {
  const answer = codeLevel('glance', release, glancePackage);
  if (!answer.ok) throw new Error(answer.error);
  return filterLevelOf(answer.level) === 'pinning';
}

/** What the model of the fetch says: urllib asks the environment; code that pins addresses takes no more than the port from it. */
function expectWays(found: readonly ProxiedImport[], pins: boolean | undefined): void {
  const ways = Object.fromEntries(found.map(({ key, way }) => [key, way]));
  if (pins === undefined) return;
  expect(ways).toEqual(
    pins
      ? { http: 'past the proxy', https: 'past the proxy', metadata: 'refused by Glance' }
      : { http: 'through squid', https: 'through squid', metadata: 'refused by squid' },
  );
}

async function importBehindSquid(glance: RunningGlance): Promise<ProxiedImport[]> {
  const files: FileTree = new Map([
    ['squid/squid.conf', squidConf],
    ['squid/hear', readFileSync(resolve(__dirname, '../real/bed/hear.py'), 'utf8')],
  ]);
  const hear = ['/etc/glance/edge/squid/hear', '/tmp/heard.log', String(squidPort), String(readyPort)];
  const stops: (() => void)[] = [];
  try {
    stops.push(await startProxy(glance, files, ['sh', '-c', startSquid], squidPort));
    stops.push(await startProxy(glance, new Map(), ['python3', ...hear, mirrorAddress, metadata], readyPort));
    stops.push(await startProxy(glance, new Map(), ['sh', '-c', startGlanceBehindIt], proxiedPort));
    const found: ProxiedImport[] = [];
    for (const one of imports) found.push(await importOne(glance, one));
    return found;
  } finally {
    for (const stop of stops.toReversed()) stop();
  }
}

async function importOne(glance: RunningGlance, { key, url }: (typeof imports)[number]): Promise<ProxiedImport> {
  const before = readPlaces(glance);
  const plan = [{ key, kind: 'web-download', url }];
  const script = resolve(__dirname, '../real/bed/attacker.py');
  const database = stateFile(glance.name, 'lib/bed.sqlite');
  const command = ['python3', '-B', script, `http://127.0.0.1:${proxiedPort}`, database, '1'];
  const outcomes = JSON.parse(await runBeside(glance, command, JSON.stringify(plan))) as Readonly<
    Record<string, { readonly status: number; readonly image?: string; readonly task?: string }>
  >;
  const { status, image = null, task = null } = outcomes[key] ?? { status: 0 };
  const after = readPlaces(glance);
  const [squid, heard, witness] = (['squid', 'heard', 'witness'] as const).map((place) =>
    after[place].slice(before[place].length),
  ) as [string[], string[], string[]];
  return { key, url, status, task, image, squid, heard, witness, way: wayOf(status, squid, heard, witness) };
}

function wayOf(status: number, squid: string[], heard: string[], witness: string[]): ProxiedImport['way'] {
  if (heard.length > 0) return 'past the proxy';
  if (squid.some((line) => / 403$/.test(line))) return 'refused by squid';
  if (squid.length > 0) return 'through squid';
  if (witness.length > 0) return 'straight';
  return status === 400 ? 'refused by Glance' : 'nowhere';
}

/** What each place has noted so far. */
function readPlaces(glance: RunningGlance): Readonly<Record<'squid' | 'heard' | 'witness', string[]>> {
  const read = (file: string): string[] =>
    readFileSync(stateFile(glance.name, file), 'utf8').trim().split('\n').filter(Boolean);
  const witness = readWitness(glance).map(({ address, port }) => `${address}:${port}`);
  return { squid: read('tmp/squid.access'), heard: read('tmp/heard.log'), witness };
}
