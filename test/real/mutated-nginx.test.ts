// The real nginx on files that were changed at random: see mutated-edges.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { loadNginx } from '../../src/documents/nginx/load';
import { parseNginx } from '../../src/documents/nginx/parse';
import { renderNginx } from '../../src/documents/nginx/render';
import type { NginxStatement } from '../../src/documents/nginx/types';
import type { LivePorts } from './live-proxy';
import { tryMutated } from './mutated-edges';
import { hasProgram, leaveOut } from './nginx-origin';

const isThere = hasProgram('nginx');
const directory = mkdtempSync(join(tmpdir(), 'glacis-mutated-nginx-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const zone = (key: string) => `limit_req_zone ${key} zone=z:1m rate=1r/m;`;
const limit = 'limit_req zone=z burst=2 nodelay;';
const to = 'proxy_pass http://glance;';
const server = (inside: string) => `server { listen 127.0.0.1:19396; server_name glance; ${inside} }`;
const bases = [
  `${zone('$binary_remote_addr')} ${server(`location / { ${limit} ${to} }`)}`,
  `${zone('$binary_remote_addr')} ${limit} ${server(`location / { ${to} } location /fast/ { proxy_pass http://glance/; }`)}`,
  `map $request_method $k { POST $binary_remote_addr; default $binary_remote_addr; } ${zone('$k')} ${server(`${limit} location / { ${to} }`)}`,
  `geo $w { default 0; 10.0.0.0/8 1; } map $w $k { 0 $binary_remote_addr; 1 ""; } ${zone('$k')} ${server(`location / { ${limit} ${to} }`)}`,
  `${zone('$binary_remote_addr')} ${server(`location / { ${limit} try_files /none @on; } location @on { ${to} }`)}`,
];

const condition = fc.constantFrom(
  '$http_x_skip',
  '$arg_skip',
  '$cookie_skip',
  '$host = fast.example',
  '$uri ~ ^/fast',
  '$http_x_skip = sesame',
  '$request_method = POST',
);
const deed = fc.constantFrom(
  'return 403;',
  'return 418;',
  'set $k "";',
  'set $skip 1;',
  'break;',
  'rewrite ^ /fast$uri last;',
  'rewrite ^ /v2/images break;',
  to,
  'limit_rate 1k;',
);
const variable = fc.constantFrom('$k', '$w', '$skip');
const source = fc.constantFrom(
  '$http_x_skip',
  '$arg_skip',
  '$args',
  '$host',
  '$uri',
  '$http_x_forwarded_for',
  '"$host:$http_x_skip"',
  '$request_uri',
);
const value = fc.constantFrom('""', '$binary_remote_addr', '0', '1');
const statement = fc.oneof(
  fc.tuple(condition, deed).map(([when, what]) => `if (${when}) { ${what} }`),
  fc
    .tuple(source, variable, value, value)
    .map(([of, name, a, b]) => `map ${of} ${name} { default ${a}; sesame ${b}; ~fast ${b}; }`),
  fc.tuple(variable, value).map(([name, of]) => `set ${name} ${of};`),
  fc.tuple(source, variable).map(([of, name]) => `split_clients ${of} ${name} { 50% a; * ""; }`),
  fc
    .tuple(
      fc.constantFrom('/', '/fast/', '= /v2/images', '~ images', '^~ /v2', '@on', '/v2/'),
      fc.constantFrom(
        to,
        `${limit} ${to}`,
        'return 403;',
        'return 418;',
        'deny all;',
        `internal; ${to}`,
        'rewrite ^/fast(/.*)$ $1 last;',
      ),
    )
    .map(([at, inside]) => `location ${at} { ${inside} }`),
  fc
    .tuple(fc.constantFrom('418', '403', '503', '404'), fc.constantFrom('@on', '/fast/', '=200 @on'))
    .map(([status, at]) => `error_page ${status} ${at};`),
  fc.constantFrom(
    'limit_req_dry_run On;',
    'limit_req_dry_run off;',
    'limit_req_status 429;',
    'merge_slashes OFF;',
    'internal;',
    'satisfy any;',
    'deny all;',
    'allow 127.0.0.0/8;',
  ),
  fc.constantFrom(
    'limit_req zone=z burst=3 nodelay;',
    'limit_req zone=z burst=100 nodelay;',
    'limit_req zone=y;',
    'limit_except GET { deny all; }',
    'mirror /fast/;',
    'proxy_method POST;',
  ),
  fc.constantFrom(
    'set_real_ip_from 127.0.0.0/8;',
    'real_ip_header X-Forwarded-For;',
    'real_ip_recursive ON;',
    'underscores_in_headers on;',
    'recursive_error_pages on;',
  ),
  fc.constantFrom(
    'acces_log off;',
    'proxy_buffering maybe;',
    'root /a; root /b;',
    'return 31k;',
    'listen 127.0.0.1:19396;',
    'types;',
    'location /a { location /b { } }',
  ),
  fc
    .constantFrom('', 'merge_slashes off;', 'default')
    .map(
      (more) =>
        `server { listen 127.0.0.1:19396${more === 'default' ? ' default_server' : ''}; server_name other; ${more === 'default' ? '' : more} location / { ${to} } }`,
    ),
);

/** Blocks of a file in which directives stand, itself first. */
function listLevels(level: NginxStatement[]): NginxStatement[][] {
  const inner = level.flatMap((one) =>
    one.kind === 'directive' && one.block !== null && !/^(?:map|geo)$/.test(one.name) ? [one.block] : [],
  );
  return [level, ...inner.flatMap((block) => listLevels(block as NginxStatement[]))];
}

const mutated = fc
  .tuple(
    fc.constantFrom(...bases),
    fc.array(fc.tuple(fc.nat(50), fc.nat(50), fc.option(statement, { freq: 8 })), { minLength: 1, maxLength: 3 }),
  )
  .map(([base, changes]) => {
    const statements = [...parseNginx(base, 'n').statements];
    for (const [where, at, text] of changes) {
      const levels = listLevels(statements);
      const level = levels[where % levels.length] ?? statements;
      level.splice(
        at % (level.length + 1),
        text === null ? 1 : 0,
        ...(text === null ? [] : parseNginx(text, 'n').statements),
      );
    }
    return renderNginx({ statements });
  })
  // A server without an address would listen on port 80.
  .filter((text) => text.includes('listen ') && text.split('server {').length === text.split('listen ').length);

(isThere ? describe : leaveOut)('the real nginx', () => {
  test('lets nobody past a limit that is credited, whatever was changed around it', async () => {
    const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((n) => `${n}_temp_path ${directory}/${n};`);
    const write = (text: string, { port, origin }: LivePorts) => {
      const body = text.replaceAll('19396', String(port));
      const main = `daemon off; user root; pid ${directory}/pid; error_log ${directory}/error; events { } http { access_log off; ${places.join(' ')} upstream glance { server 127.0.0.1:${origin}; } ${body} }`;
      writeFileSync(join(directory, 'nginx.conf'), main);
      return {
        args: ['-c', join(directory, 'nginx.conf')],
        configuration: loadNginx(new Map([['nginx/nginx.conf', main]])),
      };
    };
    let credited = 0;
    for (const text of fc.sample(mutated, 150)) {
      const passed = await tryMutated({ name: 'nginx', write }, text);
      if (passed !== null) credited++;
      expect({ text, passed: passed ?? [] }).toEqual({ text, passed: [] });
    }
    expect(credited).toBeGreaterThan(20);
  }, 180_000);
});

if (!isThere)
  test('nginx was not there: nothing was tried', () => expect(process.env.GLACIS_REQUIRE_REAL).not.toBe('1'));
