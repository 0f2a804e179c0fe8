// Ten thousand creations in every spelling through each suite's proxies before real Glance; readers beside them; reloads.
import { resolve } from 'node:path';
import type { FileTree } from '../../src/documents/types';
import { buildSuite, makeCertificate, type RunningGlance, stateFile } from './bed';
import { chosenBeds, nameOfBed, platformOf } from './beds';
import { configurations, synthesizeFor } from './configurations';
import { glancePort, proxies, startProxy } from './edge';
import { runBeside, runInside, startGlance, stopGlance } from './live-bed';
import { keepResult } from './results';

const SENT = 10_000;
const REQUESTS_PER_MINUTE = 12;
const BURST = 8;
const intent = `imageImport: { allowedHosts: [images.example.org] }
imageCreateRateLimit:
  requestsPerMinute: ${REQUESTS_PER_MINUTE}
  burst: ${BURST}
  proxies: [nginx, haproxy]
  haproxy: { bind: ["127.0.0.1:19394"], servers: ["127.0.0.1:${glancePort}"] }
`;
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
const plainCommand = {
  nginx: ['nginx', '-e', '/tmp/plain.error', '-c', '/etc/glance/edge/nginx/plain.conf'],
  haproxy: ['haproxy', '-db', '-f', '/etc/glance/edge/haproxy/plain.cfg'],
};

/** What `load.py creations` prints. */
interface Load {
  readonly sent: number;
  readonly created: number;
  readonly refused: number;
  readonly retryAfter: number;
  readonly broken: number;
  readonly rows: number;
  readonly seconds: number;
}

// Which launcher stands behind the proxy changes nothing at the edge: one bed of each suite.
const beds = [...new Map(chosenBeds().map((bed) => [bed.suite, bed])).values()];

describe.each(beds.map((bed) => [nameOfBed(bed), bed] as const))('%s', (bedName, bed) => {
  const versions = buildSuite(bed.suite);
  const platform = platformOf(bed, versions['python3-glance'] ?? '');
  const stock = configurations.find(({ name }) => name === 'stock')?.read(platform) ?? new Map();
  const rendered = synthesizeFor(platform, intent);
  const run = `${bedName.replace('/', '-')}-load`;
  let glance: RunningGlance;

  beforeAll(async () => {
    makeCertificate(run, ['images.example.org']);
    glance = await startGlance(run, bed.suite, bed.launcher, new Map([...stock, ...rendered]));
  });
  afterAll(() => stopGlance({ name: run }));

  test.each(proxies.map((proxy) => [proxy.name, proxy] as const))('%s', async (name, proxy) => {
    const files: FileTree = new Map([...rendered, proxy.main].filter(([path]) => path.startsWith(`${name}/`)));
    const stop = await startProxy(glance, files, proxy.command, proxy.port);
    const plainFile: FileTree = new Map([[`${name}/plain.${name === 'nginx' ? 'conf' : 'cfg'}`, plain[name]]]);
    const stopPlain = await startProxy(glance, plainFile, plainCommand[name], plainPort);
    try {
      const readers = await compareReaders(glance, proxy.port);
      const load = await sendCreations(glance, proxy.port, SENT);
      const admitted = BURST + Math.ceil((load.seconds * REQUESTS_PER_MINUTE) / 60);
      const afterReload = name === 'nginx' ? await reloadAndCreate(glance, proxy.port) : null;
      keepResult('load', `${bedName.replace('/', '-')}-${name}`, {
        ...{ bed, versions, proxy: name, admitted, afterReload, readers },
        ...load,
      });
      expect(load).toMatchObject({ broken: 0, created: load.rows, retryAfter: load.refused });
      // Some of the spellings create nothing and still use up what the limit admits.
      expect(load.rows).toBeGreaterThanOrEqual(BURST / 2);
      expect(load.rows).toBeLessThanOrEqual(admitted);
      expect(load.refused).toBeGreaterThan(SENT / 2);
      // Readers are never limited; what the rules cost them is less than what a shared machine lets a run differ by.
      expect(readers).toBeGreaterThanOrEqual(0.95);
      if (afterReload !== null) expect(afterReload).toBeLessThanOrEqual(1);
    } finally {
      stop();
      stopPlain();
    }
  });
});

async function callLoad(glance: RunningGlance, args: readonly string[]): Promise<unknown> {
  return JSON.parse(await runBeside(glance, ['python3', resolve(__dirname, '../real/bed/load.py'), ...args]));
}

async function sendCreations(glance: RunningGlance, port: number, count: number): Promise<Load> {
  const database = stateFile(glance.name, 'lib/bed.sqlite');
  return (await callLoad(glance, ['creations', `http://127.0.0.1:${port}`, String(count), database])) as Load;
}

/** Throughput of listings with the limit, relative to the same proxy without: by the best batch of each, in up to four series. */
async function compareReaders(glance: RunningGlance, port: number): Promise<number> {
  const [limited, unlimited] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${plainPort}`];
  const best = { limited: Number.POSITIVE_INFINITY, unlimited: Number.POSITIVE_INFINITY };
  // What else runs on the machine only ever makes a batch slower: the best one says what the rules cost.
  for (let series = 0; series < 4 && !(best.unlimited / best.limited >= 0.95); series++) {
    const seconds = (await callLoad(glance, ['listings', '120', limited, unlimited])) as Readonly<
      Record<string, number[]>
    >;
    best.limited = Math.min(best.limited, ...(seconds[limited] ?? []));
    best.unlimited = Math.min(best.unlimited, ...(seconds[unlimited] ?? []));
  }
  return best.unlimited / best.limited;
}

/** Images created right after a reload of nginx, whose counters lie in shared memory and stay. */
async function reloadAndCreate(glance: RunningGlance, port: number): Promise<number> {
  await runInside(glance, [
    'nginx',
    '-e',
    '/tmp/nginx.error',
    '-c',
    '/etc/glance/edge/nginx/nginx.conf',
    '-s',
    'reload',
  ]);
  return (await sendCreations(glance, port, 40)).rows;
}
