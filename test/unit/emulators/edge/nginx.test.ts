// nginx limits as measured on 1.22, 1.26 and 1.30: what holds, and every trap that only looks like a limit.
import { composeNginxImageCreateLimit } from '../../../../src/documents/nginx/compose';
import { loadNginx } from '../../../../src/documents/nginx/load';
import { renderNginx } from '../../../../src/documents/nginx/render';
import { judgeImageCreateLimit } from '../../../../src/emulators/edge/judge';
import type { EdgeVerdict } from '../../../../src/emulators/edge/types';
import { edgeVerdict } from '../../../../src/emulators/edge/verdict';

const composed = composeNginxImageCreateLimit({ requestsPerMinute: 6, burst: 5, trustedProxies: ['10.0.0.5'] });
const dropIn: [string, string] = [composed.file, renderNginx(composed)];
const post = { method: 'POST', rawPath: '/v2/images', headers: {}, clientAddress: '198.51.100.7' };
const glance = (inside: string): [string, string] => [
  'nginx/sites-enabled/glance',
  `server { listen 9292; ${inside} }`,
];
const forward = 'location / { proxy_pass http://127.0.0.1:9293; }';
const judge = (...files: [string, string][]) => judgeImageCreateLimit(loadNginx(new Map(files)), { collapses: false });
const verdict = (files: [string, string][], change: Partial<typeof post> = {}): EdgeVerdict =>
  edgeVerdict(loadNginx(new Map(files)), { ...post, ...change });

/** A whole hand-written configuration: zone key, limit line, further http lines, server body. */
const written = (key: string, limit: string, http = '', server = forward): [string, string] => [
  'nginx/nginx.conf',
  `http { ${http} limit_req_zone ${key} zone=z:1m rate=6r/m; limit_req_status 429; server { listen 9292; ${limit} ${server} } }`,
];
const keyOfPost = (value: string): string =>
  `map $request_method:$uri $k { default ""; "~^POST:/+(v2(\\.\\d+)?/+)?images/*$" ${value}; }`;

describe('the composed drop-in', () => {
  test.each([
    ['alone', []],
    ['before a server that sets nothing', [glance(forward)]],
    ['with a server that does not merge slashes', [glance(`merge_slashes off; ${forward}`)]],
    [
      'beside a server that is not Glance',
      [
        glance(forward),
        [
          'nginx/conf.d/other.conf',
          'limit_req_zone $uri zone=o:1m rate=1r/s; server { limit_req zone=o; location / { proxy_pass http://web; } }',
        ],
      ],
    ],
  ] as [string, [string, string][]][])('%s holds for every spelling', (_, files) => {
    const judged = judge(dropIn, ...files);
    expect(judged).toMatchObject({ evading: [], weaknesses: [] });
    expect(judged.worst).toMatchObject({
      limited: true,
      requestsPerMinute: 6,
      burst: 5,
      status: 429,
      retryAfter: '10',
    });
    expect(judged.worst.at).toMatchObject({ file: composed.file });
  });

  test.each(['GET', 'HEAD', 'PUT', 'post'])('%s is not limited', (method) => {
    expect(verdict([dropIn], { method }).limited).toBe(false);
  });

  test('a spoofed X-Forwarded-For changes nothing, except from the trusted proxy', () => {
    const bucketOf = (clientAddress: string, claimed: string) => {
      const found = verdict([dropIn], { clientAddress, headers: { 'X-Forwarded-For': claimed } });
      return found.limited === true ? found.bucket : found.limited;
    };
    expect(bucketOf('198.51.100.7', '192.0.2.1')).toBe(bucketOf('198.51.100.7', '192.0.2.2'));
    expect(bucketOf('10.0.0.5', '192.0.2.1')).toBe(false);
  });

  test.each([
    ['a limit of its own', 'limit_req zone=other burst=1000;', 'limit_req_zone $http_x zone=other:1m rate=1000r/s;'],
    ['dry run', 'limit_req_dry_run on;', ''],
    [
      'refusals handed to the service',
      'error_page 429 = @again; location @again { proxy_pass http://127.0.0.1:9293; }',
      '',
    ],
  ])('a server with %s is reported', (_, server, http) => {
    const files: [string, string][] = [dropIn, ['nginx/conf.d/x.conf', http], glance(`${server} ${forward}`)];
    expect(judge(...files).worst.limited).toBe(false);
  });

  test('an add_header in the location takes Retry-After away', () => {
    expect(judge(dropIn, glance('location / { add_header X-A b; proxy_pass http://127.0.0.1:9293; }'))).toMatchObject({
      evading: [],
      weaknesses: ['no-retry-after'],
    });
  });
});

describe('traps that do not limit', () => {
  const ok = keyOfPost('$binary_remote_addr');
  test.each([
    ['no limit_req at all', written('$k', '', ok)],
    ['limit_req in if', written('$k', 'if ($request_method = POST) { limit_req zone=z; }', ok)],
    [
      'limit_req in limit_except',
      written('$k', '', ok, 'location / { limit_except GET { limit_req zone=z; } proxy_pass http://a; }'),
    ],
    ['a misspelt zone', written('$k', 'limit_req zone=zz;', ok)],
    ['key X-Auth-Token', written('$http_x_auth_token', 'limit_req zone=z;')],
    ['key X-Forwarded-For', written('$http_x_forwarded_for', 'limit_req zone=z;')],
    ['token through a map', written('$k', 'limit_req zone=z;', keyOfPost('$binary_remote_addr$http_x_auth_token'))],
    [
      'everybody is a trusted proxy',
      written('$k', 'limit_req zone=z;', `${ok} set_real_ip_from 0.0.0.0/0; real_ip_header X-Forwarded-For;`),
    ],
    [
      'map on $request_uri',
      written(
        '$k',
        'limit_req zone=z;',
        'map $request_method:$request_uri $k { default ""; "POST:/v2/images" $binary_remote_addr; }',
      ),
    ],
    ['path in the key', written('$k', 'limit_req zone=z;', keyOfPost('$binary_remote_addr$uri'))],
    ['query in the key', written('$binary_remote_addr$args', 'limit_req zone=z;')],
    [
      'exempt header',
      written(
        '$k',
        'limit_req zone=z;',
        `${ok.replaceAll('$k', '$j')} map $http_x_internal $k { yes ""; default $j; }`,
      ),
    ],
    [
      'exact location',
      written(
        '$binary_remote_addr',
        '',
        '',
        `location = /v2/images { limit_req zone=z; proxy_pass http://a; } ${forward}`,
      ),
    ],
    [
      'prefix location',
      written(
        '$binary_remote_addr',
        '',
        '',
        `location /v2/images { limit_req zone=z; proxy_pass http://a; } ${forward}`,
      ),
    ],
    ['a syntax error elsewhere', written('$k', 'limit_req zone=z;', `${ok} }`)],
  ])('%s', (_, file) => {
    expect(judge(file).worst.limited).toBe(false);
  });

  test('prefix location: the spellings that evade are the measured ones', () => {
    const file = written(
      '$binary_remote_addr',
      '',
      '',
      `location /v2/images { limit_req zone=z; proxy_pass http://a; } ${forward}`,
    );
    const evading = judge(file).evading.map((one) => one.request.rawPath);
    expect(evading).toEqual([
      ...Array.from({ length: 16 }, (_, i) => `/v2.${i}/images`),
      '/images',
      '/images',
      '/images',
      '//images',
    ]);
  });
});

test.each([
  ['rate=6r/m', 'zone=z:1m', true],
  ['rate=0r/m', 'zone=z:1m', false],
  ['rate=6r/m', 'zone=z:0', false],
  ['rate=6r/m', 'zone=z:31k', false],
  ['rate=6r/m', 'zone=z:32k', true],
])('%s in %s: nginx takes it: %s', (rate, zone, isTaken) => {
  const [file, text] = written('$k', 'limit_req zone=z nodelay;', keyOfPost('$binary_remote_addr'));
  const changed = text.replace('zone=z:1m', zone).replace('rate=6r/m', rate);
  expect(verdict([[file, changed]]).limited).toBe(isTaken);
});

// Measured: an expression is not tried on an empty value.
test.each([
  ['~^$', false],
  ['""', true],
])('a key for what an empty value leads to, as %s in a map: limited is %s', (empty, limited) => {
  const none = 'map $request_method $none { POST ""; default x; }';
  const map = `${none} map $none $k { default ""; ${empty} $binary_remote_addr; }`;
  expect(verdict([written('$k', 'limit_req zone=z;', map)]).limited).toBe(limited);
});

test('a limit of a hundred a minute is none for a flood, 83 are', () => {
  const weaknessesAt = (rate: string) => {
    const [file, text] = dropIn;
    return judge([file, text.replace('rate=6r/m', rate)]).weaknesses;
  };
  expect(weaknessesAt('rate=100r/m')).toEqual(['admits-a-flood']);
  expect(weaknessesAt('rate=2r/s')).toEqual(['admits-a-flood']);
  expect(weaknessesAt('rate=83r/m')).toEqual([]);
});

describe('limits with weaknesses', () => {
  const v4 = keyOfPost('$binary_remote_addr');
  const net = 'map $binary_remote_addr $n { "~(?s)^(?<p64>.{8}).{8}$" $p64; default $binary_remote_addr; }';
  test.each([
    ['per IPv6 address', written('$k', 'limit_req zone=z;', v4), ['bucket-per-ipv6-address', 'no-retry-after']],
    [
      'all methods',
      written('$binary_remote_addr', 'limit_req zone=z;'),
      ['bucket-per-ipv6-address', 'limits-other-requests', 'no-retry-after'],
    ],
    [
      '/64 without v4-mapped',
      written('$k', 'limit_req zone=z;', `${net} ${keyOfPost('$n')}`),
      ['no-retry-after', 'shared-ipv4-bucket'],
    ],
    [
      'burst without nodelay',
      written('$k', 'limit_req zone=z burst=4;', v4),
      ['bucket-per-ipv6-address', 'delays', 'no-retry-after'],
    ],
  ])('%s', (_, file, weaknesses) => {
    expect(judge(file)).toMatchObject({ evading: [], weaknesses });
  });

  test('add_header without always says nothing on a refusal', () => {
    const server = `add_header Retry-After 60; ${forward}`;
    expect(verdict([written('$k', 'limit_req zone=z;', v4, server)])).toMatchObject({ status: 429, retryAfter: null });
    const always = server.replace('60;', '60 always;');
    expect(verdict([written('$k', 'limit_req zone=z;', v4, always)])).toMatchObject({ retryAfter: '60' });
  });

  test('without limit_req_status refusals are 503', () => {
    const [name, text] = written('$k', 'limit_req zone=z;', v4);
    expect(judge([name, text.replace('limit_req_status 429;', '')]).worst).toMatchObject({
      limited: true,
      status: 503,
    });
  });

  test('no burst admits one; burst and nodelay admit one more than burst', () => {
    expect(verdict([written('$k', 'limit_req zone=z;', v4)])).toMatchObject({ burst: 1, isDelayed: false });
    expect(verdict([written('$k', 'limit_req zone=z burst=4 nodelay;', v4)])).toMatchObject({
      burst: 5,
      isDelayed: false,
    });
  });

  test('a JSON error page keeps 429 and its Retry-After', () => {
    const page =
      'error_page 429 @limited; location @limited { internal; add_header Retry-After 60 always; return 429 "{}"; }';
    expect(verdict([written('$k', 'limit_req zone=z;', v4, `${page} ${forward}`)])).toMatchObject({
      status: 429,
      retryAfter: '60',
    });
  });
});

describe('what cannot be said is not claimed', () => {
  const v4 = keyOfPost('$binary_remote_addr');
  test.each([
    ['a key with an unknown variable', written('$connection_secret', 'limit_req zone=z;')],
    [
      'a regular expression that cannot be translated',
      written('$k', 'limit_req zone=z;', 'map $uri $k { "~(?>a+)b" x; default $binary_remote_addr; }'),
    ],
    [
      'nested repetition',
      written('$k', 'limit_req zone=z;', 'map $uri $k { "~^(/[a-z]+)+$" x; default $binary_remote_addr; }'),
    ],
    ['a rewrite whose expression is not read', written('$k', 'limit_req zone=z; rewrite ^/(?!v2)(.*)$ /$1;', v4)],
    [
      'Lua in the location',
      written('$k', 'limit_req zone=z;', v4, 'location / { access_by_lua_block { x } proxy_pass http://a; }'),
    ],
    ['an include that is not there', written('$k', 'limit_req zone=z; include extra.conf;', v4)],
  ])('%s', (_, file) => {
    expect(verdict([file]).limited).toBe('cannot-say');
  });

  test.each([
    ['deny all;', 'refused'],
    ['allow 127.0.0.0/8; deny all;', 'cannot-say'],
    ['satisfy any; deny all; auth_basic x;', 'cannot-say'],
    ['error_page 403 = @glance; deny all;', 'cannot-say'],
    ['allow all; deny all;', false],
    ['auth_basic x;', 'cannot-say'],
    ['auth_basic off;', false],
  ])('%s without a limit', (lines, limited) => {
    expect(verdict([['nginx/nginx.conf', `http { server { listen 9292; ${lines} ${forward} } }`]]).limited).toBe(
      limited,
    );
  });

  test('what never reaches Glance is refused, not limited', () => {
    expect(verdict([dropIn, glance('return 403;')])).toMatchObject({ limited: 'refused', status: 403 });
    expect(verdict([dropIn, glance('if ($request_method = POST) { return 405; }')])).toMatchObject({
      limited: 'refused',
      status: 405,
    });
    expect(verdict([dropIn], { rawPath: '/v2/images%00' })).toMatchObject({ limited: 'refused', status: 400 });
  });
});
