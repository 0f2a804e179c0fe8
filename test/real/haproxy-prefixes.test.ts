// The real HAProxy and rules that rewrite paths: requests go on as the judge says, and whoever it calls limited is, below a prefix too.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { loadHaproxy } from '../../src/documents/haproxy/parse';
import { openRoute, playRequest } from '../../src/emulators/edge/haproxy-route';
import { createStickTables } from '../../src/emulators/edge/haproxy-tables';
import { expectWayAsJudged, type LivePorts } from './live-proxy';
import { findFreePort, hasProgram, leaveOut, startProxy, stopProxy } from './nginx-origin';

const isThere = hasProgram('haproxy');
const directory = mkdtempSync(join(tmpdir(), 'glacis-haproxy-prefix-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const file = join(directory, 'haproxy.cfg');
const load = (text: string) => loadHaproxy(new Map([['haproxy/haproxy.cfg', text]]));

const defaults = 'defaults\n  mode http\n  timeout client 5s\n  timeout connect 5s\n  timeout server 5s\n';

const targets = [
  ...['/v2/images', '/image', '/image/v2/images', '/image//v2/images?x=1', '/image/v2%2fimages', '/img/v2/images'],
  ...[
    '/x',
    '/x?_method=POST&a=%20',
    '/image/../v2/images',
    '/api/image/v2/images',
    '/v2/images?a?b',
    '/IMAGE/v2/images',
  ],
];

const action = fc.constantFrom(
  ...['set-path /v2/images', 'set-path %[path,regsub(^/image/,/)]', 'set-path "%[path,regsub(^/IMAGE,,i)]"'],
  ...[
    'set-path /p%[path]',
    'set-pathq /q%[pathq]',
    'set-query %[query]&z=1',

    'set-uri /u%[path]?%[query]',
  ],
  ...[
    'replace-path ^/image/(.*)$ /\\1',
    'replace-path /image /y',
    'replace-path (/v2)(.*) \\2\\1',
    'replace-uri ^/x /v2/images',
  ],
  ...['replace-pathq ([^?]*)(\\?(.*))? /w\\1\\2', 'set-path \'%[path,regsub("^/(image|img)(/.*)$","\\2")]\''],
  ...['set-path "%[path,regsub(e,-,g)]"', 'set-path /%[path,lower]', 'set-path \'%[path,regsub("[a-z]+",x)]\''],
);
const condition = fc.constantFrom(
  '',
  ' if { path_beg /image }',
  ' unless { path_sub v2 }',
  ' if { path_reg ^/i(.*)g }',
  ' if { url_sub x }',
);
const rules = fc.array(
  fc.tuple(action, condition).map(([what, when]) => `  http-request ${what}${when}`),
  { minLength: 1, maxLength: 3 },
);

function ask(port: number, path: string, number: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { Host: 'a', 'X-N': String(number) };
    const sent = request({ host: '127.0.0.1', port, path, headers, agent: false }, (answer) => {
      answer.resume();
      resolve(String(answer.headers['x-got'] ?? answer.statusCode));
    });
    sent.on('error', reject);
    sent.end();
  });
}

(isThere ? describe : leaveOut)('the real HAProxy', () => {
  test('rewrites what the judge says', async () => {
    const origin = createServer((incoming, answer) => {
      incoming.resume();
      answer.writeHead(200, { 'X-Got': incoming.url ?? '' }).end();
    });
    await new Promise<void>((resolve) => origin.listen(0, '127.0.0.1', resolve));
    const port = await findFreePort();
    const backends = fc.sample(rules, 120);
    const text = `${defaults}frontend f\n  bind 127.0.0.1:${port}
${backends.map((_, n) => `  use_backend b${n} if { req.hdr(x-n) -m str ${n} }`).join('\n')}
${backends.map((lines, n) => `backend b${n}\n${lines.join('\n')}\n  server s 127.0.0.1:${(origin.address() as AddressInfo).port}`).join('\n')}
`;
    writeFileSync(file, text);
    const { sections } = load(text);
    const frontend = sections.find(({ type }) => type === 'frontend');
    if (frontend === undefined) throw new Error('no frontend');
    const route = openRoute(frontend, sections, null);
    const proxy = await startProxy('haproxy', ['-db', '-f', file], port).catch((error: Error) => {
      origin.close();
      throw error;
    });
    try {
      const differences: object[] = [];
      for (const [n, lines] of backends.entries()) {
        for (const rawPath of targets) {
          const headers = { 'x-n': String(n) };
          const asked = { method: 'GET', rawPath, headers, clientAddress: '127.0.0.1' };
          const { kind, stream } = playRequest(route, asked, createStickTables(sections));
          const told = kind === 'passes' ? stream.target : kind;
          const got = await ask(port, rawPath, n);
          // HAProxy answers 400 to a target of its own making that has no slash in front.
          if (got !== told && !(/^[45]\d\d$/.test(got) && !told.startsWith('/')))
            differences.push({ lines, rawPath, got, told });
        }
      }
      expect(differences.slice(0, 5)).toEqual([]);
    } finally {
      await stopProxy(proxy);
      origin.close();
    }
  }, 120_000);

  const byPath = 'acl creates path_reg ^/+v2/+images$';
  const byMethod = 'acl creates method POST';
  const strip = 'http-request replace-path ^/image/(.*)$ /\\1';
  const limit = [
    'http-request track-sc1 src table seen if creates METH_POST',
    'http-request deny deny_status 429 if creates METH_POST { sc1_http_req_cnt(seen) gt 3 }',
  ];
  const image = 'use_backend glance if { path_beg /image/ }';
  const ways: readonly (readonly [words: string, path: string, isLimited: boolean, front: string[], back: string[]])[] =
    [
      ['stripped before the limit', '/image/v2/images', true, [byPath, strip, ...limit, 'default_backend glance'], []],
      ['stripped behind it', '/image/v2/images', false, [byPath, ...limit, strip, 'default_backend glance'], []],
      [
        'stripped behind a limit on every POST',
        '/image/v2/images',
        true,
        [byMethod, ...limit, strip, 'default_backend glance'],
        [],
      ],
      [
        'stripped in the backend, limited there',
        '/image/v2/images',
        true,
        [image, 'default_backend other'],
        [byPath, strip, ...limit],
      ],
      [
        'stripped in the backend, limited before',
        '/image/v2/images',
        false,
        [byPath, ...limit, image, 'default_backend other'],
        [strip],
      ],
      [
        'by regsub',
        '/img/v2/images',
        false,
        [byPath, ...limit, 'default_backend glance'],
        ['http-request set-path \'%[path,regsub("^/(image|img)/",/)]\''],
      ],
      [
        'another service at the root is no way',
        '/image/v2/images',
        true,
        [image, 'default_backend other'],
        [byMethod, ...limit, strip],
      ],
    ];

  test.each(ways)(
    '%s',
    (_, rawPath, isLimited, front, back) => {
      const configure = ({ port, origin }: LivePorts) => {
        const text = `${defaults}frontend site\n  bind 127.0.0.1:${port}\n${front.map((line) => `  ${line}\n`).join('')}
backend glance\n${back.map((line) => `  ${line}\n`).join('')}  server a 127.0.0.1:${origin}
backend other\n  server b 127.0.0.2:${origin}
backend seen\n  stick-table type ip size 1k expire 60s store http_req_cnt\n`;
        writeFileSync(file, text);
        return { args: ['-db', '-f', file], configuration: load(text) };
      };
      return expectWayAsJudged('haproxy', configure, { rawPath, isLimited });
    },
    60_000,
  );
});

if (!isThere)
  test('HAProxy was not there: nothing was tried', () => expect(process.env.GLACIS_REQUIRE_REAL).not.toBe('1'));
