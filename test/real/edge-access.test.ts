// Rules of nginx and HAProxy that refuse or move requests beside a limit, against the real programs: the judge is right, or says it cannot tell.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadHaproxy } from '../../src/documents/haproxy/parse';
import { loadNginx } from '../../src/documents/nginx/load';
import { edgeVerdict } from '../../src/emulators/edge/verdict';
import { type LivePorts, withProxy } from './live-proxy';
import { hasProgram, leaveOut, repeatRequest } from './nginx-origin';

const directory = mkdtempSync(join(tmpdir(), 'glacis-edge-access-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const client = '127.0.7.1';
type Told = 'limited' | 'open' | 'refused' | 'cannot-say';

async function compare(
  program: 'nginx' | 'haproxy',
  configure: (ports: LivePorts) => { args: readonly string[]; configuration: Parameters<typeof edgeVerdict>[0] },
  told: Told,
): Promise<void> {
  const request = { method: 'POST', rawPath: '/v2/images', headers: {} };
  await withProxy(program, configure, async ({ port, countPosts }, { configuration }) => {
    const verdict = edgeVerdict(configuration, { ...request, clientAddress: client });
    const limited = verdict.limited === true ? 'limited' : verdict.limited === false ? 'open' : verdict.limited;
    await repeatRequest(port, request, 8, client);
    const arrived = countPosts() === 0 ? 'refused' : countPosts() === 8 ? 'open' : 'limited';
    expect({ limited, arrived: told === 'cannot-say' ? '' : arrived }).toEqual({
      limited: told,
      arrived: told === 'cannot-say' ? '' : told,
    });
  });
}

const limit = 'limit_req zone=z burst=2 nodelay;';
const to = 'proxy_pass http://127.0.0.1:ORIGIN;';
const nginxCases: readonly (readonly [string, Told])[] = [
  [`location / { ${limit} ${to} }`, 'limited'],
  [`location / { ${limit} allow 127.0.0.0/8; deny all; ${to} }`, 'limited'],
  [`location / { ${limit} satisfy any; allow all; ${to} }`, 'limited'],
  [
    `location / { ${limit} satisfy any; allow all; deny all; auth_basic x; auth_basic_user_file none; ${to} }`,
    'limited',
  ],
  [`location / { ${limit} limit_except GET { allow all; } ${to} }`, 'limited'],
  [`location / { deny all; ${to} }`, 'refused'],
  [`deny all; location / { ${to} }`, 'refused'],
  [`allow 127.0.0.0/8; deny all; location / { ${to} }`, 'cannot-say'],
  [`location / { auth_basic x; auth_basic_user_file none; ${to} }`, 'cannot-say'],
  [`auth_basic x; auth_basic_user_file none; location / { auth_basic off; ${to} }`, 'open'],
  [`deny all; location / { allow all; ${to} }`, 'open'],
  [`deny 192.0.2.1; location / { ${to} }`, 'open'],
  [`location / { limit_except GET { deny all; } ${to} }`, 'refused'],
  [`location / { limit_except POST { deny all; } ${to} }`, 'open'],
  [`location / { ${limit} limit_except GET { ${to} } ${to} }`, 'limited'],
  [`location / { limit_except POST { deny all; } ${limit} ${to} }`, 'limited'],
  [`location / { deny all; error_page 403 = @on; ${to} } location @on { ${to} }`, 'cannot-say'],
  [`location / { ${limit} deny all; error_page 403 = @on; ${to} } location @on { ${to} }`, 'limited'],
  [`location / { deny all; error_page 403 = @on; ${to} } location @on { ${limit} ${to} }`, 'cannot-say'],
  [`location / { satisfy any; deny all; auth_basic x; auth_basic_user_file none; ${to} }`, 'cannot-say'],
];

(hasProgram('nginx') ? describe : leaveOut)('the real nginx', () => {
  test.each(nginxCases)('%s: %s', async (server, told) => {
    await compare(
      'nginx',
      ({ port, origin }) => {
        const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
          (n) => `${n}_temp_path ${directory}/${n};`,
        );
        const text = `daemon off; user root; pid ${directory}/pid; error_log ${directory}/error; events {}
http { access_log off; ${places.join(' ')} map $request_method $k { default ""; POST $binary_remote_addr; }
limit_req_zone $k zone=z:10m rate=1r/m; limit_req_status 429;
server { listen 127.0.0.1:${port}; server_name glance; ${server.replaceAll('ORIGIN', `${origin}`)} } }`;
        const file = join(directory, 'nginx.conf');
        writeFileSync(file, text);
        return { args: ['-c', file], configuration: loadNginx(new Map([['nginx/nginx.conf', text]])) };
      },
      told,
    );
  });
});

const counted = `http-request track-sc0 src if METH_POST { path /v2/images }
  http-request deny deny_status 429 if METH_POST { path /v2/images } { sc_http_req_rate(0) gt 3 }`;
const haproxyCases: readonly (readonly [string, Told])[] = [
  [counted, 'limited'],
  [`http-request set-method GET if METH_POST\n  ${counted}`, 'cannot-say'],
  [`http-request set-method PUT if { path /x }\n  ${counted}`, 'cannot-say'],
  [`${counted}\n  http-request set-method POST if METH_GET`, 'cannot-say'],
  [`http-request normalize-uri path-merge-slashes\n  ${counted}`, 'cannot-say'],
  [`http-request normalize-uri percent-to-uppercase\n  ${counted}`, 'cannot-say'],
  [`http-request set-path /elsewhere if METH_POST\n  ${counted}`, 'cannot-say'],
  [`http-request set-path /v2/images if { path /image }\n  ${counted}`, 'limited'],
  [`http-request allow if METH_POST\n  ${counted}`, 'open'],
  [`http-request deny if METH_POST`, 'refused'],
  [`tcp-request connection accept if { src 127.0.7.0/24 }\n  ${counted}`, 'limited'],
];

(hasProgram('haproxy') ? describe : leaveOut)('the real HAProxy', () => {
  test.each(haproxyCases)('%s: %s', async (rules, told) => {
    await compare(
      'haproxy',
      ({ port, origin }) => {
        const text = `global
  expose-experimental-directives
defaults
  mode http
  timeout client 5s
  timeout connect 5s
  timeout server 5s
frontend glance
  bind 127.0.0.1:${port}
  stick-table type ip size 100k expire 1h store http_req_rate(1h)
  ${rules}
  default_backend glance_api
backend glance_api
  server a 127.0.0.1:${origin}
`;
        const file = join(directory, 'haproxy.cfg');
        writeFileSync(file, text);
        return { args: ['-db', '-f', file], configuration: loadHaproxy(new Map([['haproxy/haproxy.cfg', text]])) };
      },
      told,
    );
  });
});
