// The real nginx on generated servers: locations, proxy_pass with a path, rewrites, `if`, try_files. It hands on what the router says.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseNginx } from '../../src/documents/nginx/parse';
import { routeNginx } from '../../src/emulators/edge/nginx-route';
import { listDirectives } from '../../src/emulators/edge/nginx-scopes';
import { parseNginxUri } from '../../src/emulators/edge/nginx-uri';
import { defineVariables, NginxEvaluation } from '../../src/emulators/edge/nginx-variables';
import { findFreePort, hasProgram, leaveOut, startProxy, stopProxy } from './nginx-origin';

const isThere = hasProgram('nginx');
const directory = mkdtempSync(join(tmpdir(), 'glacis-nginx-ways-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const targets = [
  ...['/', '/v2/images', '/image', '/image/', '/images', '/image/v2/images', '/image//v2/images', '/image/v2%2fimages'],
  ...['/image/../v2/images', '/image/v2.9/./images', '/img/v2/images?x=1', '/api/v2/images', '/x', '/IMAGE/v2/images'],
  ...['/v2/images?x=1', '/image/v2/images?a=b&_method=POST', '/image%2fv2/images', '//image/v2/images', '/v2/%69mages'],
];

const flag = fc.constantFrom('', ' last', ' break', ' redirect', ' permanent');
const rewrite = fc
  .tuple(
    fc.constantFrom(
      ...['^/image/(.*)$ /$1', '^/image(/.*)$ $1', '^/img(.*) $1', '^/api/v(.*)$ /v$1?y=2', '^/x$ /v2/images?'],
      ...['^/v2/(.*)$ /image/v2/$1', '^/(?:image|img)/(v2.*) /$1?', '/v2/images$ /v2/images/', '^ $uri?z=1'],
    ),
    flag,
  )
  .map(([text, how]) => `rewrite ${text}${how};`);
const line = fc.oneof(
  { weight: 4, arbitrary: rewrite },
  { weight: 1, arbitrary: fc.constant('break;') },
  { weight: 1, arbitrary: fc.constant('set $p $uri; if ($uri ~ ^/image) { set $p /v2; }') },
  { weight: 2, arbitrary: rewrite.map((text) => `if ($uri ~ ^/(image|img)) { ${text} }`) },
  { weight: 1, arbitrary: fc.constant('if ($request_uri ~ ^/image/(.*)$) { rewrite ^ /$1 break; }') },
  { weight: 1, arbitrary: fc.constant('if ($args ~ x) { return 403; }') },
);
const lines = fc.array(line, { maxLength: 2 }).map((all) => all.join(' '));
const prefix = fc.constantFrom('/', '/image', '/image/', '/v2', '/v2/', '/api/', '/x', '/v2/images');
const fixedPass = fc.constantFrom('', '/', '/v2/', '/image/', '/v2/images', '/image');
const freePass = fc.constantFrom('', '$request_uri', '$uri', '$uri$is_args$args', '/p$uri?q=$args', '$p/images');
const pass = (text: string) => `proxy_pass http://ORIGIN${text};`;
const named = 'try_files /none @named;';
const location = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(fc.constantFrom('', '^~ ', '= '), prefix, lines, fc.oneof(fixedPass, freePass), fc.boolean())
      .map(([how, at, more, to, falls]) => ({
        at: `${how}${at}`,
        body: `${more} ${falls && to === '' ? named : pass(to)}`,
      })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          '~ ^/image/(.*)$',
          '~ ^/(?:image|img)/(v2.*)$',
          '~* ^/image/(.*)$',
          '~ ^/(.*images)$',
          '~ images$',
        ),
        lines,
        fc.oneof(freePass, fc.constantFrom('/$1', '/$1$is_args$args', '/v2/images')),
      )
      // Without a group of its own or a variable nginx refuses a path there.
      .map(([at, more, to]) => ({ at, body: `${more} ${pass(to.includes('$') || to === '' ? to : `${to}$is_args`)}` })),
  },
);
const server = fc
  .tuple(lines, fc.uniqueArray(location, { minLength: 1, maxLength: 3, selector: ({ at }) => at.replace('^~ ', '') }))
  .map(([more, all]) => `${more} ${all.map(({ at, body }) => `location ${at} { ${body} }`).join(' ')}`);

/** What a client sees: the path and arguments that the origin got, or the status of nginx's own answer. */
type Answer = { readonly got: string } | { readonly status: number };

function ask(port: number, host: string, path: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, headers: { Host: host }, agent: false }, (answer) => {
      answer.resume();
      const got = answer.headers['x-got'];
      resolve(typeof got === 'string' ? { got } : { status: answer.statusCode ?? 0 });
    });
    sent.on('error', reject);
    sent.end();
  });
}

function decodePath(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** What the router says, null when it agrees. The path is compared decoded where nginx writes it anew. */
function findDifference(text: string, path: string, answer: Answer): object | null {
  const uri = parseNginxUri(path, true);
  if (uri === null) return 'status' in answer && answer.status === 400 ? null : { text, path, answer };
  const [http] = listDirectives(parseNginx(`http { server { ${text} } }`, 'n').statements, 'http');
  const [level] = listDirectives(http?.block ?? [], 'server');
  const address = [127, 0, 0, 1];
  const facts = { method: 'GET', uri, headers: new Map<string, string>(), clientBytes: address, peerBytes: address };
  const evaluation = new NginxEvaluation(facts, defineVariables(http?.block ?? []));
  const route = routeNginx(http?.block ?? [], level?.block ?? [], evaluation);
  if (route.kind !== 'forwards') {
    const status = route.kind === 'answers' ? route.status : route.kind === 'nowhere' ? 404 : 'cannot say';
    return 'status' in answer && answer.status === status ? null : { text, path, answer, status };
  }
  const told = route.isAsWritten ? path : `${route.path}${route.args === '' ? '' : `?${route.args}`}`;
  const got = 'got' in answer ? (route.isAsWritten ? answer.got : decodePath(answer.got)).replace(/\?$/, '') : null;
  return got === told ? null : { text, path, answer, told };
}

(isThere ? describe : leaveOut)('the real nginx', () => {
  test('hands on what the router says', async () => {
    const origin = createServer((incoming, answer) => {
      incoming.resume();
      answer.writeHead(200, { 'X-Got': incoming.url ?? '' }).end();
    });
    await new Promise<void>((resolve) => origin.listen(0, '127.0.0.1', resolve));
    const port = await findFreePort();
    const at = `127.0.0.1:${(origin.address() as AddressInfo).port}`;
    const own = 'set $p /none; location @named { proxy_pass http://ORIGIN; }';
    const servers = fc.sample(server, 300).map((text) => `${text} ${own}`.replaceAll('ORIGIN', at));
    const blocks = servers.map((text, n) => `server { listen 127.0.0.1:${port}; server_name n${n}; ${text} }`);
    const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((n) => `${n}_temp_path ${directory}/${n};`);
    const file = join(directory, 'nginx.conf');
    writeFileSync(
      file,
      `daemon off; user root; pid ${directory}/pid; error_log ${directory}/error; events { worker_connections 256; }
http { access_log off; root ${directory}/none; server_names_hash_max_size 4096; ${places.join(' ')}
${blocks.join('\n')} }`,
    );
    const proxy = await startProxy('nginx', ['-c', file], port);
    try {
      const differences: object[] = [];
      for (const [n, text] of servers.entries()) {
        for (const path of targets) {
          const difference = findDifference(text, path, await ask(port, `n${n}`, path));
          if (difference !== null) differences.push(difference);
        }
      }
      expect(differences.slice(0, 5)).toEqual([]);
    } finally {
      await stopProxy(proxy);
      origin.close();
    }
  }, 120_000);
});

if (!isThere)
  test('nginx was not there: nothing was tried', () => expect(process.env.GLACIS_REQUIRE_REAL).not.toBe('1'));
