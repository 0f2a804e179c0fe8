// Frontends of HAProxy with a limit that holds, and one more line: what makes HAProxy refuse the file, and what it takes.

/** `rules` stand in the frontend behind the limit, `more` behind its backend. */
function write(rules: readonly string[], more: readonly string[] = []): string {
  return [
    ...['defaults', '  mode http', '  timeout client 5s', '  timeout connect 5s', '  timeout server 5s'],
    ...[
      'frontend glance',
      '  bind 127.0.0.1:19294',
      '  stick-table type ip size 100k expire 1h store http_req_rate(1h)',
    ],
    ...['http-request track-sc0 src', 'http-request deny deny_status 429 if { sc_http_req_rate(0) gt 3 }'].map(
      (one) => `  ${one}`,
    ),
    ...rules.map((one) => `  ${one}`),
    ...['  default_backend images', 'backend images', '  server a 127.0.0.1:19292'],
    ...more,
    '',
  ].join('\n');
}

/** HAProxy refuses each (2.6, with -c). */
export const refusedHaproxy: readonly string[] = [
  ...['http_request deny', 'acll a src 10.0.0.1', 'usebackend images', 'block if TRUE', 'reqdeny x'].map((one) =>
    write([one]),
  ),
  ...['http-request denny', 'tcp-request content deny', 'tcp-request reject'].map((one) => write([one])),
  ...['if nobody', 'if METH_POST nobody', 'unless !nobody', 'if { src 10.0.0.1'].map((one) =>
    write([`http-request deny ${one}`]),
  ),
  write(['use_backend images if later', 'acl later src 10.0.0.1']),
  write(['http-request track-sc1 src table nobody']),
  write(['use_backend nobody if METH_PUT']),
  ...['timeout client', 'timeout clients 5s', 'timeout client soon', 'mode https', 'option htplog'].map((one) =>
    write([one]),
  ),
  write(['stick-table type ip size 1k expire 1h store gpc0']),
  write([], ['defaults', '  acl one src 10.0.0.1']),
  write(['http-request track-sc1 src table images']),
  write([], ['  server a 127.0.0.1:19293']),
  write([], ['backend images', '  server b 127.0.0.1:19293']),
  write(['http-request deny if { var(txn.a) 1 }']),
  write(['acl a var(txn.a) 1']),
  write(['http-request set-log-level silent if { src glance }']),
  write(['http-request set-log-level silent if { sc0_http_req_rate many }']),
  write([], ['  use_backend images if TRUE']),
  write([], ['  http-request track-sc1 src']),
  write([], ['backend two from nobody']),
  write([], ['defaults two', '  use_backend images']),
  write([], ['fronted two', '  bind 127.0.0.1:19295']),
  write([], ['backend']),
  write(['server a 127.0.0.1:19292']),
  ...['acl a path_begin /x', 'acl a path,lowercase /x', 'acl a hdr(host),lower,field(1,.),uper x'].map((one) =>
    write([one]),
  ),
  ...['if { scr 10.0.0.1 }', 'if METH_PUT !{ pathh /x }', 'unless { req.header(host) x }'].map((one) =>
    write([`http-request set-log-level silent ${one}`]),
  ),
  ...['set-header X %[scr]', 'set-header X a-%{+Q}[src,ipmaks(24)]', 'set-path %[path,regsub(^/x,/y),uper]'].map(
    (one) => write([`http-request ${one}`]),
  ),
  ...['track-sc1 scr', 'set-var(txn.a) req.hder(host)', 'set-src hdr_ipp(x)'].map((one) =>
    write([`http-request ${one}`]),
  ),
  write(['use_backend %[pathh]']),
  write([], ['  http-response set-header X %[res.headr(a)]']),
];

/** What operators write beside a limit; HAProxy 2.6 takes each. */
export const takenHaproxy: readonly string[] = [
  write([
    'option httplog',
    'option forwardfor',
    'maxconn 500',
    'log global',
    'monitor-uri /alive',
    'no option dontlognull',
  ]),
  write([
    'acl one src 10.0.0.1',
    'acl two path_beg /x',
    'http-request deny if one or !two { method PUT } || { always_false }',
  ]),
  write([
    'http-request set-header X-Forwarded-Proto https if { ssl_fc }',
    'http-request del-header X-A',
    'capture request header host len 9',
  ]),
  write([
    'tcp-request inspect-delay 5s',
    'tcp-request content accept if HTTP',
    'redirect scheme https if HTTP_URL_STAR',
  ]),
  write(
    ['http-request set-var(txn.a) src', 'http-request track-sc1 var(txn.a) table counts'],
    ['backend counts', '  stick-table type ip size 1k expire 1m'],
  ),
  write(['http-request return status 200 content-type text/plain string "ok if you say so" if { path /ping }']),
  write(
    [],
    [
      '  balance roundrobin',
      '  option httpchk GET /healthcheck',
      '  server b 127.0.0.1:19293 check inter 2000 rise 2 fall 5 backup',
    ],
  ),
  write([
    'acl a hdr_beg(host),lower -i x',
    'acl b req.hdr(x-a),regsub(a,d,g),lower x',
    'http-request set-header X "%[src,ipmask(24,64)] %{+Q}[req.hdr(user-agent),word(1,/)] 50%% [none]" if a !{ urlp(x) -m found }',
    'http-request set-var(txn.b) url32+src',
    'log-format "%ci %[var(txn.b)] %{+X}[int(7),and(3)] %[capture.req.hdr(0)]"',
    'declare capture request len 9',
    'http-request set-header Y %[env(HOME),map_str_int(/dev/null,1)]',
  ]),
  write([], ['listen stats', '  bind 127.0.0.1:19295', '  stats enable', '  stats uri /', '  stats admin if TRUE']),
  write(
    [],
    [
      'defaults two',
      '  mode tcp',
      '  timeout client 5s',
      'frontend two from two',
      '  bind 127.0.0.1:19295',
      '  default_backend x',
      'backend x from two',
    ],
  ),
];
