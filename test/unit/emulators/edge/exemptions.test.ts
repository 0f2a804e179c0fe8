// What a client writes into headers and queries to get around a limit: the judge tries what the files look for.
import { loadHaproxy } from '../../../../src/documents/haproxy/parse';
import { loadNginx } from '../../../../src/documents/nginx/load';
import type { EdgeVerdict } from '../../../../src/emulators/edge/types';
import { edgeVerdict } from '../../../../src/emulators/edge/verdict';
import { haproxyExemptions, nginxExemptions } from './exemptions';

const post = { method: 'POST', rawPath: '/v2/images', headers: {}, clientAddress: '198.51.100.7' };
const tell = ({ limited }: EdgeVerdict) => (limited === true ? 'limited' : limited === false ? 'open' : limited);
const judgeNginx = (http: string) =>
  edgeVerdict(loadNginx(new Map([['nginx/nginx.conf', `http { ${http.replaceAll('ORIGIN', '127.0.0.1:8')} }`]])), post);
const judgeHaproxy = (text: string) => edgeVerdict(loadHaproxy(new Map([['haproxy/haproxy.cfg', text]])), post);
const frontend = (rules: string, expire = '1h') => `defaults
  mode http
frontend glance
  bind :9292
  stick-table type ip size 100k expire ${expire} store http_req_rate(1h)
  ${rules}
  default_backend images
backend images
  server a 127.0.0.1:19292
`;

test.each(nginxExemptions)('nginx, $told: $text', ({ text, told }) => {
  expect(tell(judgeNginx(text))).toBe(told);
});

test.each(haproxyExemptions)('HAProxy, $told: $text', ({ text, told }) => {
  expect(tell(judgeHaproxy(frontend(text)))).toBe(told);
});

// The one that lets in may be the last: what is not tried is not known to hold.
test('a file that compares more than is tried leaves no limit credited', () => {
  const map = (count: number) =>
    `map $http_x_pass $key { default $binary_remote_addr; ${Array.from({ length: count }, (_, i) => `word${i} $binary_remote_addr;`).join(' ')} }`;
  const nginx = (count: number) =>
    `${map(count)} limit_req_zone $key zone=z:10m rate=1r/m; server { server_name glance; location / { limit_req zone=z; proxy_pass http://127.0.0.1:19292; } }`;
  expect([190, 210].map((count) => tell(judgeNginx(nginx(count))))).toEqual(['limited', 'cannot-say']);
  const deny = 'http-request track-sc0 src\n  http-request deny if { sc_http_req_rate(0) gt 1 }';
  const haproxy = (count: number) => {
    const lines = Array.from({ length: count }, (_, i) => `acl known hdr(x-pass) word${i}`);
    return [...lines, 'http-request set-var(txn.known) bool(true) if known', deny].join('\n  ');
  };
  expect([150, 210].map((count) => tell(judgeHaproxy(frontend(haproxy(count)))))).toEqual(['limited', 'cannot-say']);
});

const zone = 'limit_req_zone $binary_remote_addr zone=z:10m rate=1r/m;';
const pass = 'proxy_pass http://127.0.0.1:19292;';

// Each was refused by nginx 1.22 with -t.
test.each([
  ['limit_req zone=z burst=0;'],
  ['limit_req zone=z burst=-2;'],
  ['limit_req zone=z burst=2 nodelay delay=1;'],
  ['limit_req zone=z burst=2 no-delay;'],
  ['limit_req zone=z; limit_req zone=z burst=9;'],
  ['limit_req zone=z; limit_req_status 200;'],
  ['limit_req zone=z;', zone],
  ['limit_req zone=y;', 'limit_req_zone zone=y:10m rate=1r/m;'],
])('nginx refuses %s %s', (limit, more = '') => {
  const text = `${zone} ${more} server { server_name glance; location / { ${limit} ${pass} } }`;
  expect(judgeNginx(text)).toMatchObject({ limited: false, because: expect.stringContaining('nginx refuses') });
});

// Each was started, or refused, by nginx 1.22, 1.26 and 1.30.
test.each([
  [`location / { ${pass} } location / { ${pass} }`, 'refused'],
  [`location ^~ /v2 { ${pass} } location /v2 { ${pass} }`, 'refused'],
  [`location = /v2 { ${pass} } location /v2 { ${pass} } location / { ${pass} }`, 'limited'],
  [`location ~ v2 { ${pass} } location ~ v2 { ${pass} } location / { ${pass} }`, 'limited'],
  [`location / { ${pass} ${pass} }`, 'refused'],
  ['location ~ ^/v2 { proxy_pass http://127.0.0.1:19292/v2/images; }', 'refused'],
  ['location ~ ^/(v2.*)$ { proxy_pass http://127.0.0.1:19292/$1; }', 'limited'],
  ['location / { try_files /x @on; } location @on { proxy_pass http://127.0.0.1:19292/; }', 'refused'],
  [`location / { if ($request_method = POST) { proxy_pass http://127.0.0.1:19292/; } ${pass} }`, 'refused'],
])('%s: %s', (locations, told) => {
  const verdict = judgeNginx(`${zone} server { server_name glance; limit_req zone=z; ${locations} }`);
  expect(verdict.limited).toBe(told === 'limited');
  expect(JSON.stringify(verdict).includes('nginx refuses')).toBe(told === 'refused');
});

test.each([
  ['', 'limited'],
  ['uwsgi_param REQUEST_METHOD $request_method; uwsgi_param PATH_INFO $document_uri;', 'limited'],
  ['uwsgi_param REQUEST_METHOD POST;', 'cannot-say'],
  ['uwsgi_param PATH_INFO /v2/images;', 'cannot-say'],
  ['uwsgi_param QUERY_STRING _method=POST;', 'cannot-say'],
])('behind %p nginx hands on another request than it limits: %s', (params, told) => {
  const location = `location / { limit_req zone=z; ${params} uwsgi_pass 127.0.0.1:19292; }`;
  expect(tell(judgeNginx(`${zone} server { server_name glance; ${location} }`))).toBe(told);
});

test('nginx asks for no page where it cuts the connection', () => {
  const text = (status: number) =>
    `server { server_name glance; error_page 444 403 = @on; location / { return ${status}; } location @on { ${pass} } }`;
  expect(tell(judgeNginx(text(444)))).toBe('refused');
  expect(tell(judgeNginx(text(403)))).toBe('open');
});

test('a refused request that an error page hands to another service has not passed', () => {
  const ask = (service: string) =>
    tell(
      judgeNginx(
        `${zone} upstream glance { server 127.0.0.1:19292; } server { listen 80; error_page 503 = @on; location / { limit_req zone=z; proxy_pass http://glance; } location @on { proxy_pass http://${service}; } }`,
      ),
    );
  expect(ask('glance')).toBe('open');
  expect(ask('127.0.0.1:81')).toBe('limited');
});

const counting = 'http-request track-sc0 src\n  http-request deny if { sc_http_req_rate(0) gt 3 }';

test.each([
  ['localhost:19292', 'open'],
  ['[::1]:19292', 'open'],
  ['127.0.0.1:19292', 'open'],
  ['127.0.0.1:80', 'limited'],
])('a second way to %s: %s', (address, told) => {
  const first = `server { server_name glance; location / { limit_req zone=z; ${pass} } }`;
  expect(tell(judgeNginx(`${zone} ${first} server { location / { proxy_pass http://${address}; } }`))).toBe(told);
  const second = `frontend b\n  bind :80\n  default_backend pool\nbackend pool\n  server x ${address}\n`;
  expect(tell(judgeHaproxy(frontend(counting) + second))).toBe(told);
});

test('a frontend of HAProxy that is disabled takes no requests', () => {
  const second = (word: string) => `frontend b\n  bind :80\n  ${word}\n  default_backend images\n`;
  expect(tell(judgeHaproxy(frontend(counting) + second('maxconn 9')))).toBe('open');
  expect(tell(judgeHaproxy(frontend(counting) + second('disabled')))).toBe('limited');
});

test('with accept-proxy the client may write its address', () => {
  const told = frontend(counting).replace('bind :9292', 'bind :9292 accept-proxy');
  expect(tell(judgeHaproxy(told))).toBe('cannot-say');
});

test('HAProxy forgets a rate with its entry', () => {
  expect(judgeHaproxy(frontend(counting))).toMatchObject({ limited: true, requestsPerMinute: 0.05 });
  expect(judgeHaproxy(frontend(counting, '1s'))).toMatchObject({ limited: true, requestsPerMinute: 180 });
});

test.each([
  ['integer', 'http_req_rate(1h)', 'http_req_rate', 'cannot-say'],
  ['ip', 'conn_cur', 'conn_cur', 'cannot-say'],
  // 2.6 knows no fetch of that name.
  ['ip', 'gpc0', 'gpc0', 'cannot-say'],
  ['ip', 'gpc0', 'get_gpc0', 'limited'],
  ['ip', 'nopurge http_req_rate(1h)', 'http_req_rate', 'cannot-say'],
])('a table of %s with %s, asked for %s: %s', (type, store, asked, told) => {
  const rules = `http-request track-sc0 src\n  http-request sc-inc-gpc0(0)\n  http-request deny if { sc0_${asked} gt 3 }`;
  const text = frontend(rules)
    .replace('type ip', `type ${type}`)
    .replace('store http_req_rate(1h)', store.replace(/^(nopurge )?/, '$1store '));
  expect(tell(judgeHaproxy(text))).toBe(told);
});

test.each([
  ['bind :81', 'limited'],
  ['bind :81 accept-proxy', 'cannot-say'],
  ['bind :81 accept-netscaler-cip 1', 'cannot-say'],
  ['http-request do-resolve(txn.k,names,ipv4) hdr(host)', 'cannot-say'],
  ['http-request send-spoe-group agent group', 'cannot-say'],
  ['filter spoe engine agent', 'cannot-say'],
])('a limit beside %s: %s', (line, told) => {
  expect(tell(judgeHaproxy(frontend(`${line}\n  ${counting}`)))).toBe(told);
});

test.each([
  ['', 'cannot-say'],
  ['server a 127.0.0.1:19292', 'open'],
  ['server-template a 3 images.example:19292', 'open'],
  ['dispatch 127.0.0.1:19292', 'open'],
])('a backend with %p: %s, since a server may be added at run time', (line, told) => {
  const text = `defaults\n  mode http\nfrontend glance\n  bind :80\n  default_backend images\nbackend images\n  ${line}\n`;
  expect(tell(judgeHaproxy(text))).toBe(told);
});

test('the backend that the defaults name is a way to Glance too', () => {
  const second = (name: string) => `defaults\n  mode http\n  default_backend ${name}\nfrontend b\n  bind :80\n`;
  expect(tell(judgeHaproxy(frontend(counting) + second('images')))).toBe('open');
  expect(
    tell(judgeHaproxy(`${frontend(counting) + second('others')}backend others\n  server b 127.0.0.1:19999\n`)),
  ).toBe('limited');
});

test.each([
  ['frontend', 'defaults a', 'refused'],
  ['frontend', 'defaults', 'refused'],
  ['listen', 'defaults a', 'refused'],
  ['frontend', 'defaults a\n  mode http\ndefaults b', 'held'],
])('rules of defaults for a %s under %s: %s', (type, head, told) => {
  const own = told === 'held' ? ' from b' : '';
  const text = `${head}
  mode http
  http-request track-sc0 src table t
  http-request deny if { sc_http_req_rate(0) gt 3 }
${type} glance${own}
  bind :9292
  default_backend images
backend images${own && ' from a'}
  server a 127.0.0.1:19292
backend t${own && ' from a'}
  stick-table type ip size 100k expire 1h store http_req_rate(1h)
`;
  expect(tell(judgeHaproxy(text))).toBe(told === 'held' ? 'limited' : 'open');
});
