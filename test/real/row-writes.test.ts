// The real nginx and HAProxy with a second bucket: every spelling of a write that leaves a row shares it, creations and reads do not.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeHaproxyImageCreateLimit } from '../../src/documents/haproxy/compose';
import { renderHaproxy } from '../../src/documents/haproxy/render';
import { composeNginxImageCreateLimit } from '../../src/documents/nginx/compose';
import { renderNginx } from '../../src/documents/nginx/render';
import { rowWritingRequests, spellRowWrite, untouchedRequests } from '../../src/emulators/edge/creating-requests';
import { type LivePorts, withProxy } from './live-proxy';
import { hasProgram, leaveOut, repeatRequest, sendRequest } from './nginx-origin';

const directory = mkdtempSync(join(tmpdir(), 'glacis-writes-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const burst = 4;
const numbers = { requestsPerMinute: 6, burst: 2, trustedProxies: [], otherWrites: { requestsPerMinute: 6, burst } };

/** Each writes its file and says how the program is started. */
const programs = [
  {
    name: 'nginx',
    configure: ({ port, origin }: LivePorts) => {
      const file = join(directory, 'nginx.conf');
      const limit = renderNginx(composeNginxImageCreateLimit(numbers));
      const server = `server { listen 127.0.0.1:${port}; location / { proxy_pass http://127.0.0.1:${origin}; } }`;
      const head = `daemon off; master_process off; pid ${directory}/pid; error_log stderr crit; events {}`;
      writeFileSync(file, `${head}\nhttp { access_log off;\n${limit}\n${server} }\n`);
      return { args: ['-c', file, '-p', directory] };
    },
  },
  {
    name: 'haproxy',
    configure: ({ port, origin }: LivePorts) => {
      const file = join(directory, 'haproxy.cfg');
      const proxy = { bind: [`127.0.0.1:${port}`], servers: [`127.0.0.1:${origin}`], stickCounter: 1 };
      writeFileSync(file, renderHaproxy(composeHaproxyImageCreateLimit({ ...numbers, ...proxy })));
      return { args: ['-db', '-f', file] };
    },
  },
];

for (const { name, configure } of programs) {
  (hasProgram(name) ? describe : leaveOut)(`the real ${name}`, () => {
    test('refuses the write after the burst, in every spelling, and nothing else', async () => {
      await withProxy(name, configure, async ({ port }) => {
        for (const [i, request] of rowWritingRequests.entries()) {
          const from = `127.0.3.${i + 1}`;
          const statuses: number[] = [];
          for (const spelling of spellRowWrite(request)) {
            statuses.push(
              (await sendRequest(port, { ...spelling, headers: { 'X-Forwarded-For': `198.18.0.${i}` } }, from)).status,
            );
          }
          expect(statuses).toEqual(statuses.map((_, index) => (index < burst ? 201 : 429)));
        }
        const tricky = [
          '/v2/images/x/tags/a%0Ab',
          '/v2/images/x/tags/a%2Fb',
          '/v2/images/x%0A/tags/a',
          '/v2.15//images//x/members/',
        ];
        for (const [i, rawPath] of tricky.entries()) {
          const seen = await repeatRequest(port, { method: 'PUT', rawPath }, burst + 2, `127.0.4.${i + 1}`);
          expect({ rawPath, refused: seen.filter(({ status }) => status === 429).length }).toEqual({
            rawPath,
            refused: 2,
          });
        }
        // The buckets of this client are full; a creation has its own, and reads and uploads have none.
        const creation = { method: 'POST', rawPath: '/v2/images' };
        expect((await repeatRequest(port, creation, 3, '127.0.3.1')).map(({ status }) => status)).toEqual([
          201, 201, 429,
        ]);
        for (const request of untouchedRequests) {
          const seen = await repeatRequest(port, request, 8, '127.0.3.1');
          expect(new Set(seen.map(({ status }) => status))).toEqual(new Set([201]));
        }
      });
    }, 60_000);
  });
}
