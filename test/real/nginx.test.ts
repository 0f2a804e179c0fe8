// The real nginx: it accepts what is rendered, limits every creating spelling, and agrees with the emulator on traps.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { composeNginxImageCreateLimit } from '../../src/documents/nginx/compose';
import { loadNginx } from '../../src/documents/nginx/load';
import { renderNginx } from '../../src/documents/nginx/render';
import { edgeVerdict } from '../../src/emulators/edge/verdict';
import { type LivePorts, withProxy } from './live-proxy';
import { hasProgram, leaveOut, repeatRequest } from './nginx-origin';
import { expectAdmitted, expectEverySpellingLimited } from './proxied-requests';

const isThere = hasProgram('nginx');
const directory = mkdtempSync(join(tmpdir(), 'glacis-nginx-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Writes a tree with a main file around these http lines; the emulator reads the same bytes. */
function writeTree(http: string, files: readonly (readonly [string, string])[] = []): Map<string, string> {
  const state = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${directory}/${name};`,
  );
  const main = `daemon off; user root; worker_processes 2; pid ${directory}/pid; error_log ${directory}/error;
events { worker_connections 256; }
http { access_log off; ${state.join(' ')} include conf.d/*.conf; ${http} }`;
  const tree = new Map([['nginx/nginx.conf', main], ...files]);
  rmSync(join(directory, 'nginx'), { recursive: true, force: true });
  for (const [path, text] of tree) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  return tree;
}
const mainFile = join(directory, 'nginx/nginx.conf');
const startWith = (...parts: Parameters<typeof writeTree>) => ({
  args: ['-c', mainFile],
  configuration: loadNginx(writeTree(...parts)),
});
const testConfiguration = (): { status: number | null; stderr: string } =>
  spawnSync('nginx', ['-t', '-c', mainFile], { encoding: 'utf8' });

const composed = composeNginxImageCreateLimit({ requestsPerMinute: 6, burst: 5, trustedProxies: ['10.0.0.5'] });
const dropIn = [composed.file, renderNginx(composed)] as const;

(isThere ? describe : leaveOut)('the real nginx', () => {
  test('accepts every composed drop-in', () => {
    const network = fc.oneof(
      fc.ipV4(),
      fc.ipV6().filter((text) => !/\d\.\d/.test(text)),
      fc.tuple(fc.ipV4(), fc.integer({ min: 1, max: 32 })).map(([a, b]) => `${a}/${b}`),
    );
    const props = fc.record({
      requestsPerMinute: fc.integer({ min: 1, max: 60_000 }),
      burst: fc.integer({ min: 1, max: 10_000 }),
      trustedProxies: fc.array(network, { maxLength: 4 }),
      header: fc.array(
        fc.string({ unit: 'grapheme' }).filter((text) => !/[\u0000-\u001f\u007f]/.test(text)),
        { maxLength: 2 },
      ),
    });
    fc.assert(
      fc.property(props, (one) => {
        const document = composeNginxImageCreateLimit(one);
        writeTree('', [[document.file, renderNginx(document)]]);
        const { status, stderr } = testConfiguration();
        if (status !== 0 || stderr.includes('[warn]')) throw new Error(stderr);
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  test('limits every spelling with 429 and Retry-After, in the number the emulator says', async () => {
    const configure = ({ port, origin }: LivePorts) =>
      startWith(`server { listen 127.0.0.1:${port}; location / { proxy_pass http://127.0.0.1:${origin}; } }`, [dropIn]);
    await withProxy('nginx', configure, ({ port }, { configuration }) =>
      expectEverySpellingLimited(port, (request) => edgeVerdict(configuration, request)),
    );
  }, 60_000);

  test('IPv4 clients of a dual-stack socket have buckets of their own', async () => {
    const configure = ({ port, origin }: LivePorts) =>
      startWith(`server { listen [::]:${port} ipv6only=off; location / { proxy_pass http://127.0.0.1:${origin}; } }`, [
        dropIn,
      ]);
    await withProxy('nginx', configure, async ({ port }) => {
      for (const from of ['127.0.3.1', '127.0.3.2']) {
        const seen = await repeatRequest(port, { method: 'POST', rawPath: '/v2/images' }, 7, from);
        expect(seen.map((one) => one.status)).toEqual([201, 201, 201, 201, 201, 429, 429]);
      }
    });
  }, 60_000);

  const forward = 'location / { proxy_pass http://127.0.0.1:ORIGIN; }';
  const byAddress =
    'map $request_method:$uri $k { default ""; "~^POST:/+(v2(\\.\\d+)?/+)?images/*$" $binary_remote_addr; }';
  const zone = (key: string): string => `limit_req_zone ${key} zone=z:1m rate=6r/m; limit_req_status 429;`;
  const drop = [dropIn];
  test.each([
    ['no burst', '/v2/images', `${byAddress} ${zone('$k')}`, `limit_req zone=z; ${forward}`, []],
    [
      'no status',
      '/v2/images',
      `${byAddress} ${zone('$k').replace('limit_req_status 429;', '')}`,
      `limit_req zone=z; ${forward}`,
      [],
    ],
    ['key token', '/v2/images', zone('$http_x_auth_token'), `limit_req zone=z; ${forward}`, []],
    ['key forwarded', '/v2/images', zone('$http_x_forwarded_for'), `limit_req zone=z; ${forward}`, []],
    [
      'trusts everybody',
      '/v2/images',
      `${byAddress} ${zone('$k')} set_real_ip_from 0.0.0.0/0; real_ip_header X-Forwarded-For;`,
      `limit_req zone=z; ${forward}`,
      [],
    ],
    [
      'request_uri',
      '//v2/images',
      `map $request_method:$request_uri $k { default ""; "POST:/v2/images" $binary_remote_addr; } ${zone('$k')}`,
      `limit_req zone=z; ${forward}`,
      [],
    ],
    [
      'exact location',
      '/v2.9/images',
      zone('$binary_remote_addr'),
      `location = /v2/images { limit_req zone=z; proxy_pass http://127.0.0.1:ORIGIN; } ${forward}`,
      [],
    ],
    [
      'exact location, slashes',
      '//v2%2fimages',
      zone('$binary_remote_addr'),
      `location = /v2/images { limit_req zone=z; proxy_pass http://127.0.0.1:ORIGIN; } ${forward}`,
      [],
    ],
    [
      'own limit',
      '/v2/images',
      'limit_req_zone $binary_remote_addr zone=o:1m rate=1000r/s;',
      `limit_req zone=o burst=1000 nodelay; ${forward}`,
      drop,
    ],
    ['dry run', '/v2/images', '', `limit_req_dry_run on; ${forward}`, drop],
    [
      'handed on',
      '/v2/images',
      '',
      `error_page 429 = @a; location @a { proxy_pass http://127.0.0.1:ORIGIN; } ${forward}`,
      drop,
    ],
    ['own header', '/v2/images', '', 'location / { add_header X-A b; proxy_pass http://127.0.0.1:ORIGIN; }', drop],
    [
      'JSON page',
      '/v2/images',
      '',
      `error_page 429 @a; location @a { internal; add_header Retry-After 60 always; return 429 "{}"; } ${forward}`,
      drop,
    ],
    [
      'JSON page with another code',
      '/v2/images',
      '',
      `error_page 429 =503 @a; location @a { return 429 "{}"; } ${forward}`,
      drop,
    ],
    [
      'regex location wins',
      '/v2/images',
      zone('$binary_remote_addr'),
      `location /v2/images { limit_req zone=z; proxy_pass http://127.0.0.1:ORIGIN; } location ~ images$ { proxy_pass http://127.0.0.1:ORIGIN; }`,
      [],
    ],
    [
      'nested location',
      '/v2/images',
      zone('$binary_remote_addr'),
      `location /v2 { proxy_pass http://127.0.0.1:ORIGIN; location ~ images$ { limit_req zone=z; proxy_pass http://127.0.0.1:ORIGIN; } }`,
      [],
    ],
    ['returned by if', '/v2/images', '', `if ($request_method = POST) { return 405; } ${forward}`, drop],
    [
      'a limit by geo',
      '/v2/images',
      `geo $o { default x; 127.0.0.0/8 ""; } ${zone('$o')}`,
      `limit_req zone=z; ${forward}`,
      [],
    ],
  ] as [string, string, string, string, (readonly [string, string])[]][])(
    'agrees with the emulator: %s',
    (_, rawPath, http, server, files) => {
      const configure = ({ port, origin }: LivePorts) => {
        const body = server.replaceAll('ORIGIN', String(origin));
        const started = startWith(`${http} server { listen 127.0.0.1:${port}; ${body} }`, files);
        expect(testConfiguration()).toMatchObject({ status: 0 });
        return started;
      };
      const creation = { method: 'POST', rawPath, headers: {}, clientAddress: '127.0.4.1' };
      return withProxy('nginx', configure, ({ port, countPosts }, { configuration }) =>
        expectAdmitted(port, rawPath, edgeVerdict(configuration, creation), countPosts),
      );
    },
    60_000,
  );
});

if (!isThere)
  test('nginx was not there: nothing was tried', () => expect(process.env.GLACIS_REQUIRE_REAL).not.toBe('1'));
