// Ten thousand creations in every spelling through each suite's proxies before real Glance; readers beside them; reloads.
import { resolve } from 'node:path';
import type { FileTree } from '../../src/documents/types';
import { makeCertificate, type RunningGlance, stateFile } from './bed';
import { chosenBeds, nameOfBed, platformOf } from './beds';
import { configurations, synthesizeFor } from './configurations';
import { glancePort, proxies, startProxy } from './edge';
import { answerOnce } from './kept-answers';
import { runBeside, runInside, startGlance, stopGlance } from './live-bed';
import type { KeptLoad, Load, ObservedEdge } from './page-load';
import { versionsOf } from './suites';

const SENT = 10_000;
const SENT_AFTER_RELOAD = 40;
const REQUESTS_PER_MINUTE = 12;
const BURST = 8;
/** Of the throughput that readers have without the limit. */
const READERS_AT_LEAST = 0.95;
/** The old worker of HAProxy 2.6 hands its counters over only once it has given up waiting for some itself. */
const PEERS_SETTLE_MS = 11_000;

const peersSection = 'peers bed_peers\n    peer bed 127.0.0.1:19396\n';
const intentWith = (peers: string): string => `imageImport: { allowedHosts: [images.example.org] }
imageCreateRateLimit:
  requestsPerMinute: ${REQUESTS_PER_MINUTE}
  burst: ${BURST}
  proxies: [nginx, haproxy]
  haproxy: { bind: ["127.0.0.1:19394"], servers: ["127.0.0.1:${glancePort}"]${peers} }
`;

/** What is put before Glance, and what a reload of it keeps. */
const edges = [
  { edge: 'nginx', proxy: 'nginx', peers: '', isKept: true },
  { edge: 'haproxy', proxy: 'haproxy', peers: '', isKept: false },
  { edge: 'haproxy with peers', proxy: 'haproxy', peers: ', peers: bed_peers', isKept: true },
] as const;
/** The same proxies without a limit, on ports of their own. */
const plainPort = 19395;
const plain: Readonly<Record<'nginx' | 'haproxy', string>> = {
  nginx: `daemon off; user root; worker_processes 2; pid /tmp/plain.pid; error_log /tmp/plain.error;
events { worker_connections 256; }
http { access_log off; server { listen 127.0.0.1:${plainPort}; location / { proxy_pass http://127.0.0.1:${glancePort}; } } }
`,
  haproxy: `global
    maxconn 256
defaults
    mode http
    timeout client 1m
    timeout server 1m
    timeout connect 5s
frontend plain
    bind 127.0.0.1:${plainPort}
    default_backend glance
backend glance
    server one 127.0.0.1:${glancePort}
`,
};
/** Signals are for the master, which has a worker for each configuration. */
const reloadableHaproxy = [
  ...['haproxy', '-W', '-L', 'bed', '-p', '/tmp/haproxy.pid'],
  ...['-f', '/etc/glance/edge/haproxy/haproxy.cfg', '-f', '/etc/glance/edge/haproxy/conf.d'],
];
/** Each ends when the workers of before the reload are gone. */
const reloads = {
  nginx: waitForChange('/tmp/nginx.pid', 'HUP'),
  haproxy: waitForChange('/tmp/haproxy.pid', 'USR2'),
};
const plainCommand = {
  nginx: ['nginx', '-e', '/tmp/plain.error', '-c', '/etc/glance/edge/nginx/plain.conf'],
  haproxy: ['haproxy', '-db', '-f', '/etc/glance/edge/haproxy/plain.cfg'],
};

// Which launcher stands behind the proxy changes nothing at the edge: one bed of each suite.
const beds = [...new Map(chosenBeds().map((bed) => [bed.suite, bed])).values()];

test.each(beds.map((bed) => [nameOfBed(bed), bed] as const))('%s', async (bedName, bed) => {
  const versions = versionsOf(bed.suite);
  const platform = platformOf(bed, versions['python3-glance'] ?? '');
  const stock = configurations.find(({ name }) => name === 'stock')?.read(platform) ?? new Map();
  const rendered = edges.map((edge) => ({ ...edge, files: synthesizeFor(platform, intentWith(edge.peers)) }));
  const run = `${bedName.replace('/', '-')}-load`;
  const ask = async (): Promise<KeptLoad> => {
    makeCertificate(run, ['images.example.org']);
    const [first] = rendered;
    try {
      // The proxies of the tree are started here, one at a time.
      const own = [...(first?.files ?? [])].filter(([path]) => !/^(nginx|haproxy)\//.test(path));
      const glance = await startGlance(run, bed.suite, bed.launcher, new Map([...stock, ...own]));
      const found: ObservedEdge[] = [];
      for (const edge of rendered) found.push(await loadEdge(glance, edge));
      return { bed, versions, answers: found.reduce((sum, { sent }) => sum + sent, 0), edges: found };
    } finally {
      await stopGlance({ name: run });
    }
  };
  const trees = [...stock, ...rendered.flatMap(({ files }) => [...files])];
  // What the intent becomes lies in the facts: no source of ours changes what real proxies make of the same bytes.
  await answerOnce({ kind: 'load', name: run, facts: [versions, trees], stopsAt: /^src\/|\/configurations\.ts$/, ask });
});

type RenderedEdge = (typeof edges)[number] & { readonly files: FileTree };

async function loadEdge(glance: RunningGlance, { edge, proxy: name, peers, isKept, files }: RenderedEdge) {
  const proxy = proxies.find((one) => one.name === name) as (typeof proxies)[number];
  const [mainPath, mainText] = proxy.main;
  const main: FileTree = new Map([[mainPath, peers === '' ? mainText : `${mainText}${peersSection}`]]);
  const own: FileTree = new Map([...files, ...main].filter(([path]) => path.startsWith(`${name}/`)));
  const plainFile: FileTree = new Map([[`${name}/plain.${name === 'nginx' ? 'conf' : 'cfg'}`, plain[name]]]);
  const stop = await startProxy(glance, own, name === 'nginx' ? proxy.command : reloadableHaproxy, proxy.port);
  const stopPlain = await startProxy(glance, plainFile, plainCommand[name], plainPort);
  try {
    const begun = Date.now();
    const readers = await compareReaders(glance, proxy.port);
    if (peers !== '') await new Promise((wake) => setTimeout(wake, Math.max(0, begun + PEERS_SETTLE_MS - Date.now())));
    const load = await sendCreations(glance, proxy.port, SENT);
    const admitted = BURST + Math.ceil((load.seconds * REQUESTS_PER_MINUTE) / 60);
    const flooded = Date.now();
    await runInside(glance, ['sh', '-ec', reloads[name]]);
    const afterReload = (await sendCreations(glance, proxy.port, SENT_AFTER_RELOAD)).rows;
    const refilled = 1 + Math.floor(((Date.now() - flooded) / 60_000) * REQUESTS_PER_MINUTE);
    expect({ edge, ...load }).toMatchObject({ edge, broken: 0, created: load.rows, retryAfter: load.refused });
    // Some of the spellings create nothing and still use up what the limit admits.
    expect(load.rows).toBeGreaterThanOrEqual(BURST / 2);
    expect(load.rows).toBeLessThanOrEqual(admitted);
    expect(load.refused).toBeGreaterThan(SENT / 2);
    expect({ edge, isFast: readers >= READERS_AT_LEAST || readers }).toEqual({ edge, isFast: true });
    if (isKept) expect({ edge, isKept: afterReload <= refilled || afterReload }).toEqual({ edge, isKept: true });
    else expect(afterReload).toBeGreaterThanOrEqual(BURST / 2);
    return { edge, proxy: name, isKept, admitted, afterReload, readers, ...load };
  } finally {
    stop();
    stopPlain();
  }
}

async function callLoad(glance: RunningGlance, args: readonly string[]): Promise<unknown> {
  return JSON.parse(await runBeside(glance, ['python3', resolve(__dirname, '../real/bed/load.py'), ...args]));
}

async function sendCreations(glance: RunningGlance, port: number, count: number): Promise<Load> {
  const database = stateFile(glance.name, 'lib/bed.sqlite');
  return (await callLoad(glance, ['creations', `http://127.0.0.1:${port}`, String(count), database])) as Load;
}

/**
 * What Glance and the proxies spend on a listing without the limit, relative to with it: the throughput that readers keep where the
 * processors are what bounds it. By the median turn, in up to eight series.
 */
async function compareReaders(glance: RunningGlance, port: number): Promise<number> {
  const [limited, unlimited] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${plainPort}`];
  const spent: { readonly limited: number[]; readonly unlimited: number[] } = { limited: [], unlimited: [] };
  let ratio = 0;
  for (let series = 0; series < 8 && ratio < READERS_AT_LEAST; series++) {
    const turns = (await callLoad(glance, ['listings', '240', limited, unlimited])) as Readonly<
      Record<string, number[]>
    >;
    spent.limited.push(...(turns[limited] ?? []));
    spent.unlimited.push(...(turns[unlimited] ?? []));
    ratio = medianOf(spent.unlimited) / medianOf(spent.limited);
  }
  return ratio;
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Asks a master for a reload, and once more where it was not heard; none of the old workers is left afterwards. */
function waitForChange(pidFile: string, signal: string): string {
  return `master=$(cat ${pidFile})
workers() { cat /proc/$master/task/$master/children; }
for old in $(workers); do
  for attempt in $(seq 300); do
    case " $(workers)" in *" $old "*) ;; *) continue 2 ;; esac
    [ $((attempt % 100)) != 1 ] || [ $(workers | wc -w) -gt 2 ] || kill -${signal} $master
    sleep 0.1
  done
  echo "worker $old is still there" >&2
  exit 1
done`;
}
