// Further ways to Glance beside the limited one: frontends, backends and locations that the limit does not cover.
import { loadHaproxy } from '../../../../src/documents/haproxy/parse';
import { composeNginxImageCreateLimit } from '../../../../src/documents/nginx/compose';
import { loadNginx } from '../../../../src/documents/nginx/load';
import { renderNginx } from '../../../../src/documents/nginx/render';
import { edgeVerdict } from '../../../../src/emulators/edge/verdict';

const post = { method: 'POST', rawPath: '/v2/images', headers: {}, clientAddress: '198.51.100.7' };

const rules = [
  'acl creates method POST',
  'http-request track-sc1 src,ipmask(32,64) table seen if creates',
  'http-request deny deny_status 429 if creates { sc1_gpc0_rate(seen) ge 5 }',
  'http-request sc-inc-gpc0(1) if creates',
];
const seen = ['backend seen', 'stick-table type ipv6 size 100k expire 60s store gpc0,gpc0_rate(60s)'];
const haproxy = (...lines: string[]) =>
  edgeVerdict(loadHaproxy(new Map([['haproxy/haproxy.cfg', `${lines.join('\n')}\n`]])), post).limited;

/** Limited in the frontend, and whatever else is there. */
const limitedFrontend = (...more: string[]) =>
  haproxy(
    ...['defaults', 'mode http', 'frontend glance', 'bind :9292', ...rules, 'default_backend images'],
    ...['backend images', 'server a 10.0.1.11:19292', ...seen, ...more],
  );

test('HAProxy: the limited frontend alone', () => {
  expect(limitedFrontend()).toBe(true);
});

test('HAProxy: a second frontend shares a server under other names', () => {
  const second = ['frontend public', 'bind :443', 'default_backend pool'];
  expect(limitedFrontend(...second, 'backend pool', 'server x 10.0.1.11:19292')).toBe(false);
  expect(limitedFrontend(...second, 'backend pool', 'server x 10.0.9.9:80')).toBe(true);
});

describe('HAProxy: a name leads to Glance', () => {
  const site = (...lines: string[]) =>
    haproxy(
      ...[
        'defaults',
        'mode http',
        'frontend site',
        'bind :443',
        'use_backend glance if { hdr(host) -i image.example.org }',
      ],
      ...['default_backend horizon', 'backend horizon', 'server h 10.0.1.20:80', 'backend glance', ...lines],
      ...['server a 10.0.1.11:19292', ...seen],
    );

  test('and that it leads elsewhere is no limit', () => {
    expect(site()).toBe(false);
    expect(site(...rules)).toBe(true);
  });

  test('what no request was found for is not claimed', () => {
    const far = 'use_backend glance if { hdr(x-a) -m reg ^x{9}$ }';
    const sections = [
      'default_backend horizon',
      'backend horizon',
      'server h 10.0.1.20:80',
      'backend glance',
      'server a 10.0.1.11:1',
    ];
    expect(haproxy('defaults', 'mode http', 'frontend site', 'bind :443', far, ...sections)).toBe('cannot-say');
    const both = 'use_backend glance if { hdr(x-a) 1 } { hdr(x-b) 2 }';
    expect(haproxy('defaults', 'mode http', 'frontend site', 'bind :443', both, ...sections)).toBe(false);
  });
});

test('HAProxy: a limit on the whole URL does not see one with a host in it', () => {
  const absolute = { ...post, rawPath: 'http://glance/v2/images', headers: { Host: 'glance' } };
  const limited = (fetch: string) => {
    const lines = [
      ...[
        'defaults',
        'mode http',
        'frontend glance',
        'bind :9292',
        `acl creates ${fetch} /v2/images`,
        ...rules.slice(1),
      ],
      ...['default_backend images', 'backend images', 'server a 10.0.1.11:19292', ...seen],
    ];
    return edgeVerdict(loadHaproxy(new Map([['haproxy/haproxy.cfg', `${lines.join('\n')}\n`]])), absolute).limited;
  };
  expect([limited('path'), limited('url')]).toEqual([true, false]);
});

test('HAProxy: a map names the backend', () => {
  const mapped = ['frontend public', 'bind :443', 'use_backend %[req.hdr(host),map(/etc/haproxy/hosts.map)]'];
  expect(limitedFrontend(...mapped)).toBe('cannot-say');
  // With the lines in the backend it does not matter who sends requests there.
  const inBackend = (...lines: string[]) =>
    haproxy(
      ...['defaults', 'mode http', 'frontend glance', 'bind :9292', 'default_backend images', ...mapped],
      ...['backend images', ...lines, 'server a 10.0.1.11:19292', ...seen],
    );
  expect(inBackend(...rules)).toBe(true);
  expect(inBackend()).toBe(false);
});

describe.each([
  ['every POST is counted', 'acl creates method POST', true],
  ['creations are counted by their path', 'acl creates path_reg ^/v2/images$', false],
] as const)('HAProxy makes creations of other requests; %s', (_, counted, limited) => {
  test.each([
    ['set-path /v2/images', limited],
    ['replace-uri ^/x /v2/images', limited],
    ['replace-path ^/x.*$ /v2/images', limited],
    ['set-pathq %[path,regsub(^/x,/v2/images)]', limited],
    // What has another method before is nowhere to be seen.
    ['set-method POST', 'cannot-say'],
  ] as const)('%s', (action, verdict) => {
    const rewriting = ['backend images', `http-request ${action} if { path /x }`, 'server a 10.0.1.11:19292'];
    const [, ...others] = rules;
    const head = [
      'defaults',
      'mode http',
      'frontend glance',
      'bind :9292',
      counted,
      ...others,
      'default_backend images',
    ];
    expect(haproxy(...head, ...rewriting, ...seen)).toBe(verdict);
  });
});

const nginx = (locations: string) => {
  const limit = composeNginxImageCreateLimit({ requestsPerMinute: 6, burst: 5, trustedProxies: [] });
  const main = `http { include conf.d/*.conf; upstream images { server 10.0.1.11:9292; } server { listen 80; ${locations} } }`;
  const files: [string, string][] = [
    ['nginx/nginx.conf', main],
    ['nginx/conf.d/90-limit.conf', renderNginx(limit)],
  ];
  return edgeVerdict(loadNginx(new Map(files)), post).limited;
};

test.each([
  ['location / { proxy_pass http://images; }', true],
  ['location / { proxy_pass http://images/; }', true],
  ['location /image/ { proxy_pass http://images/; }', false],
  ['location ^~ /image { proxy_pass http://images/; } location / { proxy_pass http://images; }', false],
  ['location / { proxy_pass http://images; location /new { proxy_pass http://images/v2/images; } }', false],
  // A neighbour below its own prefix is no way to Glance.
  ['location /identity/ { proxy_pass http://10.0.1.12:5000/; } location / { proxy_pass http://images; }', true],
])('nginx: %s', (locations, limited) => {
  expect(nginx(locations)).toBe(limited);
});

describe('nginx: further ways', () => {
  const limit = renderNginx(composeNginxImageCreateLimit({ requestsPerMinute: 6, burst: 5, trustedProxies: [] }));
  const ask = (main: string) => {
    const files = new Map([
      ['nginx/nginx.conf', main],
      ['nginx/limit.conf', limit],
    ]);
    return edgeVerdict(loadNginx(files), post).limited;
  };
  const limited = 'server { listen 9292; include limit.conf; location / { proxy_pass http://10.0.1.11:19292; } }';
  // The maps of the drop-in belong to the http level: there it is in force for every server without a limit of its own.
  const http = (more: string, stream = '') =>
    ask(`http { include limit.conf; ${limited.replace('include limit.conf;', '')} ${more} } ${stream}`);

  test.each([
    ['the limited server alone', '', '', true],
    [
      'another name for the same address, with a limit that is none',
      'limit_req_zone $request_id zone=o:1m rate=900r/s; server { listen 80; limit_req zone=o burst=1000 nodelay; location / { proxy_pass http://10.0.1.11:19292/; } }',
      '',
      'cannot-say',
    ],
    [
      'the same through an upstream, limited by nothing that counts',
      'limit_req_zone $http_x_a zone=o:1m rate=1r/m; upstream pool { server 10.0.1.11:19292 weight=2; } server { listen 80; location / { limit_req zone=o; proxy_pass http://pool; } }',
      '',
      false,
    ],
    [
      'another address',
      'limit_req_zone $http_x_a zone=o:1m rate=1r/m; server { listen 80; location / { limit_req zone=o; proxy_pass http://10.0.1.12:80; } }',
      '',
      true,
    ],
    ['a stream to the same address', '', 'stream { server { listen 9293; proxy_pass 10.0.1.11:19292; } }', false],
    ['a stream to another', '', 'stream { server { listen 53; proxy_pass 10.0.1.12:53; } }', true],
    [
      'an internal location without a limit',
      'limit_req_zone $http_x_a zone=o:1m rate=1r/m; server { listen 80; location /glance/ { internal; limit_req zone=o; proxy_pass http://10.0.1.11:19292/; } location / { return 404; } }',
      '',
      true,
    ],
  ] as const)('%s', (_, more, stream, verdict) => {
    expect(http(more, stream)).toBe(verdict);
  });
});
