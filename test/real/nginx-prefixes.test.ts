// The real nginx and limits on ways to Glance below a prefix: whoever the judge calls limited is, and nobody else.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadNginx } from '../../src/documents/nginx/load';
import { expectWayAsJudged, type LivePorts } from './live-proxy';
import { hasProgram, leaveOut } from './nginx-origin';

const isThere = hasProgram('nginx');
const directory = mkdtempSync(join(tmpdir(), 'glacis-nginx-prefix-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Creations below a prefix, or as a rewrite takes them: what the judge says of POST /v2/images, and the path that a client writes. */
const byPath = 'map $request_method:$uri $k { default ""; "~^POST:/+v2/+images$" $binary_remote_addr; }';
const byTarget = 'map $request_method:$request_uri $k { default ""; "~^POST:/+v2/+images$" $binary_remote_addr; }';
const always = 'map $request_method $k { default ""; POST $binary_remote_addr; }';
const closed = 'location / { return 404; }';
const to = 'proxy_pass http://127.0.0.1:ORIGIN';
const limited = 'limit_req zone=z burst=2 nodelay;';
const ways: readonly (readonly [words: string, http: string, server: string, path: string, isLimited: boolean])[] = [
  [
    'a prefix that proxy_pass takes off, limited there',
    always,
    `location /image/ { ${limited} ${to}/; } ${closed}`,
    '/image/v2/images',
    true,
  ],
  [
    'the same with a limit on the path without the prefix',
    byPath,
    `${limited} location /image/ { ${to}/; } ${closed}`,
    '/image/v2/images',
    false,
  ],
  [
    'one way limited, another not',
    always,
    `location /v2 { ${limited} ${to}; } location /image/ { ${to}/; }`,
    '/image/v2/images',
    false,
  ],
  [
    'rewrite break: limits see the new path',
    byPath,
    `${limited} location / { rewrite ^/image/(.*)$ /$1 break; ${to}; }`,
    '/image/v2/images',
    true,
  ],
  [
    'rewrite break: a limit on the request line does not',
    byTarget,
    `${limited} location / { rewrite ^/image/(.*)$ /$1 break; ${to}; }`,
    '/image/v2/images',
    false,
  ],
  [
    'rewrite last leads into the limited location',
    always,
    `location /image/ { rewrite ^/image(/.*)$ $1 last; } location /v2 { ${limited} ${to}; }`,
    '/image/v2/images',
    true,
  ],
  [
    'alternatives of a rewrite',
    byTarget,
    `${limited} location / { rewrite ^/(?:img|image)/(.*)$ /$1 break; ${to}; }`,
    '/img/v2/images',
    false,
  ],
  [
    'a map read before the rewrite keeps its value',
    byPath,
    `${limited} location / { if ($k = none) { return 403; } rewrite ^/image/(.*)$ /$1 break; ${to}; }`,
    '/image/v2/images',
    false,
  ],
  [
    'a regular location with its group',
    byPath,
    `${limited} location ~ ^/image/(.*)$ { ${to}/$1; } ${closed}`,
    '/image/v2/images',
    false,
  ],
  [
    'the same, limited by method',
    always,
    `${limited} location ~ ^/image/(.*)$ { ${to}/$1; } ${closed}`,
    '/image/v2/images',
    true,
  ],
  [
    'one fixed path',
    byPath,
    `${limited} location = /upload { ${to}/v2/images; } location / { ${to}; }`,
    '/upload',
    false,
  ],
  [
    'try_files that falls through to Glance',
    byPath,
    `location / { try_files /none @glance; } location @glance { ${to}; }`,
    '/v2/images',
    false,
  ],
  [
    'the same with the limit before it',
    byPath,
    `${limited} location / { try_files /none @glance; } location @glance { ${to}; }`,
    '/v2/images',
    true,
  ],
  [
    'a location that a header leads to',
    byPath,
    `${limited} location / { if ($http_x_way = b) { rewrite ^ /b$uri last; } ${to}; } location /b/ { limit_req zone=o; ${to}/; }`,
    '/v2/images',
    false,
  ],
  [
    'slashes that the first server of the address leaves alone',
    `${always} server { listen 127.0.0.1:PORT; server_name x; merge_slashes off; return 404; }`,
    `location ~ ^//v2 { ${to}; } location / { ${limited} ${to}; }`,
    '//v2/images',
    false,
  ],
  [
    'slashes that it merges, whatever the server of Glance says',
    `${always} server { listen 127.0.0.1:PORT; server_name x; return 404; }`,
    `merge_slashes off; location ~ ^//v2 { ${to}; } location / { ${limited} ${to}; }`,
    '//v2/images',
    true,
  ],
  [
    'a variable for the service',
    byPath,
    `set $glance 127.0.0.1:ORIGIN; ${limited} location /image/ { rewrite ^/image/(.*)$ /$1 break; proxy_pass http://$glance; } ${closed}`,
    '/image/v2/images',
    true,
  ],
];

(isThere ? describe : leaveOut)('limits and prefixes', () => {
  test.each(ways)(
    '%s',
    (_, http, text, rawPath, isLimited) => {
      const zones =
        'limit_req_zone $k zone=z:1m rate=6r/m; limit_req_zone $http_x_none zone=o:1m rate=6r/m; limit_req_status 429;';
      const state = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
        (n) => `${n}_temp_path ${directory}/${n};`,
      );
      const file = join(directory, 'nginx.conf');
      const configure = ({ port, origin }: LivePorts) => {
        const body = text.replaceAll('ORIGIN', String(origin));
        const main = `daemon off; user root; pid ${directory}/pid; error_log ${directory}/error; events { worker_connections 64; }
http { access_log off; ${state.join(' ')} root ${directory}/none; ${http.replaceAll('PORT', String(port))} ${zones}
server { listen 127.0.0.1:${port}; server_name glance.example.org; ${body} } }`;
        writeFileSync(file, main);
        return { args: ['-c', file], configuration: loadNginx(new Map([['nginx/nginx.conf', main]])) };
      };
      const headers = { Host: 'glance.example.org', ...(text.includes('x_way') && { 'X-Way': 'b' }) };
      return expectWayAsJudged('nginx', configure, { rawPath, headers, isLimited });
    },
    60_000,
  );
});

if (!isThere)
  test('nginx was not there: nothing was tried', () => expect(process.env.GLACIS_REQUIRE_REAL).not.toBe('1'));
