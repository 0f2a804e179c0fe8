// Image records without end through the real nginx and HAProxy of each suite, with the limit that Glacis renders, before real Glance.
import { resolve } from 'node:path';
import type { FileTree } from '../../src/documents/types';
import { edgeVerdict } from '../../src/emulators/edge/verdict';
import { buildSuite, makeCertificate, type RunningGlance, runBeside, startGlance, stateFile, stopGlance } from './bed';
import { configurations, synthesizeFor } from './configurations';
import { glancePort, proxies, startProxy } from './edge';
import { chosenBeds, keepResult, nameOfBed, platformOf } from './results';

const SENT = 48;
const REQUESTS_PER_MINUTE = 6;
const BURST = 5;
const intent = `imageImport: { allowedHosts: [images.example.org] }
imageCreateRateLimit:
  requestsPerMinute: ${REQUESTS_PER_MINUTE}
  burst: ${BURST}
  proxies: [nginx, haproxy]
  haproxy: { bind: ["127.0.0.1:19394"], servers: ["127.0.0.1:19292"] }
`;
/** What `flood.py` prints. */
interface Flood {
  readonly sent: number;
  readonly created: number;
  readonly refused: number;
  readonly other: number;
  readonly rows: number;
  readonly read: number;
  readonly retryAfter: string | null;
  readonly seconds: number;
}

describe.each(chosenBeds().map((bed) => [nameOfBed(bed), bed] as const))('%s', (bedName, bed) => {
  const versions = buildSuite(bed.suite);
  const platform = platformOf(bed, versions);
  const stock = configurations.find(({ name }) => name === 'stock')?.read(platform) ?? new Map();
  const rendered = synthesizeFor(platform, intent);
  const run = `${bedName.replace('/', '-')}-flood`;
  let glance: RunningGlance;

  beforeAll(() => {
    makeCertificate(run, ['images.example.org']);
    glance = startGlance(run, bed.suite, bed.launcher, new Map([...stock, ...rendered]));
  });
  afterAll(() => stopGlance({ name: run }));

  test('without a proxy every request leaves a row', () => {
    const flood = sendFlood(glance, glancePort);
    expect(flood).toMatchObject({ created: SENT, refused: 0, rows: SENT });
  });

  test.each(proxies.map((proxy) => [proxy.name, proxy] as const))('%s', async (name, proxy) => {
    const files: FileTree = new Map([...rendered, proxy.main].filter(([path]) => path.startsWith(`${name}/`)));
    const request = { method: 'POST', rawPath: '/v2/images', headers: {}, clientAddress: '127.0.0.1' };
    const verdict = edgeVerdict(proxy.load(new Map([...files].map(([path, text]) => [path, text]))), request);
    const stop = await startProxy(glance, files, proxy.command, proxy.port);
    try {
      const flood = sendFlood(glance, proxy.port);
      const refilled = Math.ceil((flood.seconds * REQUESTS_PER_MINUTE) / 60);
      const modelled = verdict.limited === true ? { burst: verdict.burst, status: verdict.status } : verdict.limited;
      keepResult('flood', `${bedName.replace('/', '-')}-${name}`, {
        bed,
        versions,
        proxy: name,
        limit: BURST,
        modelled: verdict.limited === true ? 'limited' : String(verdict.limited),
        ...flood,
      });
      expect(modelled).toEqual({ burst: BURST, status: 429 });
      expect(flood.created).toBeGreaterThanOrEqual(BURST);
      expect(flood.created).toBeLessThanOrEqual(BURST + refilled);
      expect(flood).toMatchObject({ rows: flood.created, refused: SENT - flood.created, other: 0, read: 200 });
      expect(flood.retryAfter).toMatch(/^\d+$/);
    } finally {
      stop();
    }
  });
});

function sendFlood(glance: RunningGlance, port: number): Flood {
  const script = resolve(__dirname, '../real/bed/flood.py');
  const url = `http://127.0.0.1:${port}`;
  const printed = runBeside(glance, ['python3', script, url, String(SENT), stateFile(glance.name, 'lib/bed.sqlite')]);
  return JSON.parse(printed) as Flood;
}
