// HAProxy limits as measured on 2.6, 3.0 and 3.2: what holds, and every trap that only looks like a limit.
import { composeHaproxyImageCreateLimit } from '../../../../src/documents/haproxy/compose';
import { loadHaproxy } from '../../../../src/documents/haproxy/parse';
import { renderHaproxy } from '../../../../src/documents/haproxy/render';
import { judgeImageCreateLimit } from '../../../../src/emulators/edge/judge';
import type { EdgeVerdict } from '../../../../src/emulators/edge/types';
import { edgeVerdict } from '../../../../src/emulators/edge/verdict';

const composed = composeHaproxyImageCreateLimit({
  requestsPerMinute: 6,
  burst: 5,
  bind: ['*:9292'],
  servers: ['127.0.0.1:9293'],
  trustedProxies: ['10.0.0.5'],
});
const post = { method: 'POST', rawPath: '/v2/images', headers: {}, clientAddress: '198.51.100.7' };
const load = (text: string) => loadHaproxy(new Map([['haproxy/haproxy.cfg', text]]));
const judge = (text: string) => judgeImageCreateLimit(load(text), { collapses: false });
const verdict = (text: string, change: Partial<typeof post> = {}): EdgeVerdict =>
  edgeVerdict(load(text), { ...post, ...change });

const acls = ['acl is_post method POST', 'acl is_create path,url_dec -m reg ^/+(v2(\\.[0-9]+)?/+)?images/*$'];
const track = 'http-request track-sc0 src,ipmask(32,64) table create if is_post is_create';
const deny =
  'http-request deny deny_status 429 hdr Retry-After 60 if is_post is_create { sc_http_req_rate(0,create) gt 5 }';
const table = 'type ipv6 size 100k expire 60s store http_req_rate(60s)';

/** A frontend with these lines, a back end and a table. */
const written = (lines: readonly string[], stickTable = table, mode = 'mode http'): string =>
  [
    ...['defaults', mode, 'frontend api', 'bind :9292', ...acls, ...lines, 'default_backend glance'],
    ...['backend glance', 'server a 127.0.0.1:9293', 'backend create', `stick-table ${stickTable}`, ''],
  ].join('\n');

test.each([
  ['type ipv6 size 100k', true],
  ['type ipv6', false],
  ['type ipv6 size 0', false],
  ['size 100k', false],
  ['type ipv7 size 100k', false],
])('a table of %s: HAProxy takes it: %s', (kind, isTaken) => {
  const stickTable = `${kind} expire 60s store http_req_rate(60s)`;
  expect(verdict(written([track, deny], stickTable)).limited).toBe(isTaken);
});

describe('limits that held', () => {
  test('the composed file, for every spelling', () => {
    const judged = judge(renderHaproxy(composed));
    expect(judged).toMatchObject({ evading: [], weaknesses: [] });
    expect(judged.worst).toMatchObject({
      limited: true,
      requestsPerMinute: 6,
      burst: 5,
      status: 429,
      retryAfter: '10',
    });
  });

  test('the measured http_req_rate form', () => {
    expect(judge(written([track, deny]))).toMatchObject({
      evading: [],
      weaknesses: [],
      worst: { burst: 5, requestsPerMinute: 5 },
    });
  });

  test('the array form of the counters', () => {
    const lines = [
      track,
      deny.replace('sc_http_req_rate(0,create) gt 5', 'sc_gpc_rate(0,0,create) ge 5'),
      'http-request sc-inc-gpc(0,0) if is_post is_create',
    ];
    expect(judge(written(lines, 'type ipv6 size 1k expire 2m store gpc(1),gpc_rate(1,60s)'))).toMatchObject({
      evading: [],
      worst: { burst: 5 },
    });
  });

  test('a header that is set under a condition of its own changes no count; a variable that is dropped does', () => {
    const proto = 'http-request set-header X-Forwarded-Proto https if { ssl_fc }';
    expect(judge(written([proto, track, deny]))).toMatchObject({ evading: [], worst: { limited: true, burst: 5 } });
    const byVariable = [
      'http-request set-var(txn.who) src',
      'http-request set-var(txn.who) hdr_ip(X-Nobody)',
      track.replace('src', 'var(txn.who)'),
      deny,
    ];
    expect(verdict(written(byVariable), { headers: {} }).limited).toBe(false);
    const fixed = { ...post, fixedHeaders: 'all' as const };
    expect(edgeVerdict(load(written(byVariable)), fixed)).toMatchObject({ limited: true, burst: 5 });
    const dropped = [...byVariable.slice(0, 2), 'http-request unset-var(txn.who)', ...byVariable.slice(2)];
    expect(edgeVerdict(load(written(dropped)), fixed).limited).toBe(false);
  });

  test('a high threshold is reported as it is', () => {
    expect(judge(written([track, deny.replace('gt 5', 'gt 100000')])).worst).toMatchObject({ burst: 100_000 });
    const lines = [track, deny.replace('sc_http_req_rate(0,create) gt 5', 'sc0_gpc0_rate(create) ge 77')];
    const twice = [...lines, 'http-request sc-inc-gpc0(0) if is_post', 'http-request sc-inc-gpc0(0) if is_post'];
    expect(judge(written(twice, 'type ipv6 size 1k store gpc0,gpc0_rate(60s)')).worst).toMatchObject({ burst: 39 });
  });

  test('the first track of a counter stands, a second one is not even counted', () => {
    const other = track.replace('src,ipmask(32,64)', 'req.hdr(X-Auth-Token)');
    expect(judge(written([track, other, track, deny])).worst).toMatchObject({
      limited: true,
      burst: 5,
      key: 'src,ipmask(32,64)',
    });
    expect(judge(written([track, track, deny])).worst).toMatchObject({ limited: true, burst: 5 });
  });

  test('a limit in the back end, rules of a named defaults section, variables', () => {
    const limited = [
      'http-request set-var(txn.path) path,url_dec',
      'acl is_post method POST',
      'acl is_create var(txn.path) -m reg ^/+(v2(\\.[0-9]+)?/+)?images/*$',
      track,
      deny,
    ];
    const text = written([]).replace('backend glance\n', `backend glance\n${limited.join('\n')}\n`);
    expect(judge(text)).toMatchObject({ evading: [], weaknesses: [] });
    const named = `defaults limits\nmode http\n${[...acls, track, deny].join('\n')}\n${written([]).replace('frontend api', 'frontend api from limits')}`;
    expect(judge(named)).toMatchObject({ evading: [], weaknesses: [] });
  });

  test('a spoofed X-Forwarded-For is believed from the trusted proxy alone', () => {
    const text = renderHaproxy(composed);
    expect(verdict(text).limited).toBe(true);
    expect(verdict(text, { clientAddress: '10.0.0.5' })).toMatchObject({
      limited: false,
      because: expect.stringContaining('x-forwarded-for'),
    });
  });

  test.each(['GET', 'HEAD', 'PUT', 'post'])('%s is untouched', (method) => {
    expect(verdict(renderHaproxy(composed), { method }).limited).toBe(false);
  });
});

describe('traps that do not limit', () => {
  const by = (key: string): string[] => [track.replace('src,ipmask(32,64)', key), deny];
  test.each([
    ['deny before track', written([deny, track])],
    ['no deny', written([track])],
    ['no track', written([deny])],
    [
      'key X-Auth-Token',
      written(by('req.hdr(X-Auth-Token)'), 'type string size 1k expire 60s store http_req_rate(60s)'),
    ],
    [
      'key digest of the token',
      written(
        by('req.hdr(X-Auth-Token),digest(sha256)'),
        'type binary len 32 size 1k expire 60s store http_req_rate(60s)',
      ),
    ],
    ['key X-Forwarded-For', written(by('hdr_ip(X-Forwarded-For,-1)'))],
    ['IPv6 clients in a table of type ip', written([track, deny], table.replace('ipv6', 'ip'))],
    ['path is', written([track, deny]).replace(/acl is_create .*/, 'acl is_create path /v2/images')],
    ['path_beg', written([track, deny]).replace(/acl is_create .*/, 'acl is_create path_beg /v2/images')],
    ['exempt header', written([track, deny.replace('if is_post', 'if !{ hdr(X-Internal) -m str yes } is_post')])],
    ['the counter is not stored', written([track, deny], 'type ipv6 size 1k store conn_cnt')],
    ['mode tcp', written([track, deny], table, 'mode tcp')],
    ['allow first', written(['http-request allow if is_post', track, deny])],
    [
      'raised nowhere',
      written(
        [track, deny.replace('sc_http_req_rate(0,create) gt 5', 'sc0_gpc0_rate(create) ge 5')],
        'type ipv6 size 1k store gpc0,gpc0_rate(60s)',
      ),
    ],
    ['a syntax error', `${written([track, deny])} "`],
  ])('%s', (_, text) => {
    expect(judge(text).worst.limited).toBe(false);
  });

  test('path_beg is evaded by the measured spellings', () => {
    const text = written([track, deny]).replace(/acl is_create .*/, 'acl is_create path_beg /v2/images');
    const evading = judge(text).evading.map((one) => one.request.rawPath);
    expect(evading).toEqual([
      '//v2/images',
      '/v2//images',
      '/v2%2fimages',
      '/%76%32/images',
      '/v2/%69mages',
      ...Array.from({ length: 16 }, (_, i) => `/v2.${i}/images`),
      '/images',
      '/images',
      '/images',
      '//images',
    ]);
  });
});

test.each([
  ['path_dir v2/images', '/v2/images', true],
  ['path_dir v2/images', '/x/v2/images?a=1', true],
  ['path_dir v2/images', '/v2//images', false],
  ['url_dir images', '/v2/images?a=1', true],
  ['path_end images', '/v2%2fimages', true],
  ['path_end images', '/v2/images/', false],
  ['method -i post', '/v2/images', false],
  ['method,lower post', '/v2/images', true],
  ['query -m found', '/v2/images', false],
  ['query -m found', '/v2/images?', true],
  ['urlp(a) 1', '/v2/images?b=2;a=1', true],
  ['path_len 5:9', '/v2/images', false],
  ['path_len lt 11', '/v2/images', true],
])('a limit on what is { %s }, and %s: %s', (condition, rawPath, limited) => {
  const text = written([track, deny]).replace(/acl is_create .*/, `acl is_create ${condition}`);
  expect(verdict(text, { rawPath }).limited).toBe(limited);
});

describe('limits with weaknesses', () => {
  test.each([
    [
      'no deny_status',
      written([track, deny.replace('deny_status 429 hdr Retry-After 60 ', '')]),
      ['no-retry-after', 'status-not-429'],
    ],
    ['src without ipmask', written([track.replace(',ipmask(32,64)', ''), deny]), ['bucket-per-ipv6-address']],
    ['one bucket for IPv4', written([track.replace('ipmask(32,64)', 'ipmask(0,64)'), deny]), ['shared-ipv4-bucket']],
    [
      'every method',
      written([track.replace(' if is_post is_create', ''), deny.replace('is_post is_create ', '')]),
      ['limits-other-requests'],
    ],
  ])('%s', (_, text, weaknesses) => {
    expect(judge(text)).toMatchObject({ evading: [], weaknesses });
  });
});

describe('what cannot be said is not claimed', () => {
  test.each([
    ['a pattern file', written([track, deny]).replace(/acl is_create .*/, 'acl is_create path -f /etc/paths')],
    ['an unknown fetch', written([track.replace('src,', 'ssl_c_sha1,'), deny])],
    ['an unknown action', written(['http-request lua.check', track, deny])],
    ['a rewrite whose expression is not read', written(['http-request replace-path (?>x)(.*) /\\1', track, deny])],
    ['an environment variable', written([track, deny.replace('gt 5', 'gt "$LIMIT"')])],
    ['a conditional block', `.if streq(a,b)\n.endif\n${written([track, deny])}`],
    ['an ACL that is not defined', written([track, deny.replace('is_create', 'nope')])],
  ])('%s', (_, text) => {
    expect(verdict(text).limited).toBe('cannot-say');
  });

  test('what never reaches Glance is refused, not limited', () => {
    expect(verdict(written(['http-request deny if is_post']))).toMatchObject({ limited: 'refused', status: 403 });
    expect(verdict(written(['redirect scheme https if is_post']))).toMatchObject({ limited: 'refused', status: 302 });
  });
});
