// The real nginx and HAProxy with keys by project and token: who is counted, who cannot escape, and the emulator says the same.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeHaproxyImageCreateLimit } from '../../src/documents/haproxy/compose';
import { loadHaproxy } from '../../src/documents/haproxy/parse';
import { renderHaproxy } from '../../src/documents/haproxy/render';
import { composeNginxImageCreateLimit } from '../../src/documents/nginx/compose';
import { loadNginx } from '../../src/documents/nginx/load';
import { renderNginx } from '../../src/documents/nginx/render';
import type { EdgeRequest, EdgeVerdict } from '../../src/emulators/edge/types';
import { edgeVerdict } from '../../src/emulators/edge/verdict';
import { type LivePorts, withProxy } from './live-proxy';
import { hasProgram, leaveOut, sendRequest } from './nginx-origin';

const directory = mkdtempSync(join(tmpdir(), 'glacis-keys-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const trusted = '127.0.7.1';
const sent = 12;
type Key = 'project' | 'token';
type Headers = Readonly<Record<string, string>>;
const numbers = (key: Key) => ({ requestsPerMinute: 6, burst: 5, trustedProxies: [trusted], key });

/** Each writes its file, says how the program is started, and judges the same bytes. */
const programs = [
  {
    name: 'nginx',
    configure: (port: number, origin: number, key: Key) => {
      const limit = renderNginx(composeNginxImageCreateLimit(numbers(key)));
      const server = `server { listen 127.0.0.1:${port}; location / { proxy_pass http://127.0.0.1:${origin}; } }`;
      const head = `daemon off; worker_processes 2; user root; pid ${directory}/pid; error_log stderr crit; events {}`;
      const text = `${head}\nhttp { access_log off;\n${limit}\n${server} }\n`;
      const file = join(directory, 'nginx.conf');
      writeFileSync(file, text);
      const configuration = loadNginx(new Map([['nginx/nginx.conf', text]]));
      const judge = (request: EdgeRequest): EdgeVerdict => edgeVerdict(configuration, request);
      return { args: ['-c', file, '-p', directory], judge };
    },
  },
  {
    name: 'haproxy',
    configure: (port: number, origin: number, key: Key) => {
      const proxy = { bind: [`127.0.0.1:${port}`], servers: [`127.0.0.1:${origin}`] };
      const text = renderHaproxy(composeHaproxyImageCreateLimit({ ...numbers(key), ...proxy }));
      const file = join(directory, 'haproxy.cfg');
      writeFileSync(file, text);
      const configuration = loadHaproxy(new Map([['haproxy/haproxy.cfg', text]]));
      const judge = (request: EdgeRequest): EdgeVerdict => edgeVerdict(configuration, request);
      return { args: ['-db', '-f', file], judge };
    },
  },
];

const tokenEnd = (i: number) => String(i).padStart(64, 'x');
/** A flood: where it comes from, what the request number `i` carries, which headers stay as they are, how many pass. */
const floods: readonly [string, Key, string, (i: number) => Headers, readonly string[] | 'all', number][] = [
  ['outside, forged projects', 'project', '127.0.8.1', (i) => ({ 'X-Project-Id': `p${i}` }), [], 5],
  [
    'outside, forged project and address',
    'project',
    '127.0.8.2',
    (i) => ({ 'X-Project-Id': `p${i}`, 'X-Forwarded-For': `198.18.0.${i}:` }),
    [],
    5,
  ],
  ['outside, no header', 'project', '127.0.8.3', () => ({}), [], 5],
  [
    'one project, many addresses',
    'project',
    trusted,
    (i) => ({ 'X-Project-Id': 'one', 'X-Forwarded-For': `198.18.1.${i}` }),
    ['x-project-id'],
    5,
  ],
  [
    'one address, many projects',
    'project',
    trusted,
    (i) => ({ 'X-Project-Id': `q${i}`, 'X-Forwarded-For': '198.18.2.1' }),
    ['x-forwarded-for'],
    5,
  ],
  ['no client told, one project', 'project', trusted, () => ({ 'X-Project-Id': 'two' }), 'all', 5],
  ['no client told, another project', 'project', trusted, () => ({ 'X-Project-Id': 'three' }), 'all', 5],
  ['nothing told', 'project', trusted, () => ({}), 'all', 5],
  [
    'many projects and many addresses',
    'project',
    trusted,
    (i) => ({ 'X-Project-Id': `r${i}`, 'X-Forwarded-For': `198.18.3.${i}` }),
    [],
    sent,
  ],
  ['outside, in the name of another project', 'project', '127.0.8.5', () => ({ 'X-Project-Id': 'victim' }), [], 5],
  [
    'that project is not locked out by it',
    'project',
    trusted,
    (i) => ({ 'X-Project-Id': 'victim', 'X-Forwarded-For': `198.18.7.${i}` }),
    ['x-project-id'],
    5,
  ],
  ['outside, garbage tokens', 'token', '127.0.8.4', (i) => ({ 'X-Auth-Token': `garbage${i}` }), [], 5],
  [
    'one member, many tokens',
    'token',
    trusted,
    (i) => ({ 'X-Auth-Token': `gAAA${tokenEnd(i)}`, 'X-Forwarded-For': '198.18.4.1' }),
    ['x-forwarded-for'],
    5,
  ],
  [
    'one token, many addresses',
    'token',
    trusted,
    (i) => ({ 'X-Auth-Token': `gAAA${tokenEnd(77)}`, 'X-Forwarded-For': `198.18.5.${i}` }),
    ['x-auth-token'],
    5,
  ],
  [
    'another token with the same beginning',
    'token',
    trusted,
    (i) => ({ 'X-Auth-Token': `gAAA${tokenEnd(99)}`, 'X-Forwarded-For': `198.18.6.${i}` }),
    ['x-auth-token'],
    5,
  ],
  ['many tokens, no client told', 'token', trusted, (i) => ({ 'X-Auth-Token': `t${i}` }), ['x-forwarded-for'], 5],
];

for (const { name, configure } of programs) {
  (hasProgram(name) ? describe : leaveOut)(`the real ${name}`, () => {
    test.each(['project', 'token'] as const)(
      'key %s: as many pass as the emulator says',
      async (key) => {
        const creation = { method: 'POST', rawPath: '/v2/images' };
        const start = ({ port, origin }: LivePorts) => configure(port, origin, key);
        await withProxy(name, start, async ({ port, countPosts }, { judge }) => {
          for (const [title, own, from, headers, fixedHeaders, wanted] of floods) {
            if (own !== key) continue;
            const before = countPosts();
            const statuses: number[] = [];
            for (let i = 0; i < sent; i++) {
              statuses.push((await sendRequest(port, { ...creation, headers: headers(i) }, from)).status);
            }
            const verdict = judge({ ...creation, headers: headers(0), clientAddress: from, fixedHeaders });
            const said = verdict.limited === true ? verdict.burst : verdict.limited === false ? sent : verdict.limited;
            const seen = countPosts() - before;
            expect({ title, seen, said }).toEqual({ title, seen: wanted, said: wanted });
            expect(statuses.filter((status) => status === 429)).toHaveLength(sent - wanted);
          }
          // Every bucket of the trusted proxy's is full by now: reads have none.
          const reads = Array.from({ length: 10 }, () =>
            sendRequest(port, { method: 'GET', rawPath: '/v2/images' }, trusted),
          );
          expect(new Set((await Promise.all(reads)).map(({ status }) => status))).toEqual(new Set([201]));
        });
      },
      60_000,
    );

    test('a header without a value is no project: the address counts', async () => {
      const start = ({ port, origin }: LivePorts) => configure(port, origin, 'project');
      await withProxy(name, start, async ({ port, countPosts }) => {
        const empty = { method: 'POST', rawPath: '/v2/images', headers: { 'X-Project-Id': '' } };
        for (let i = 0; i < sent; i++) await sendRequest(port, empty, trusted);
        expect(countPosts()).toBe(5);
      });
    }, 60_000);
  });
}
