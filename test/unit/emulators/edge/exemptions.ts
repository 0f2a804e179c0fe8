// Limits of nginx and HAProxy with a way around them that the client writes into a header or the query, and limits that only look so.

/** How the client asks, what the judge must say of the plain creation, and what then arrives: all, or what the limit lets through. */
export interface Exemption {
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: string;
  /** Asked with HTTP/2. */
  readonly isSecond?: true;
  readonly told: 'open' | 'limited' | 'cannot-say' | 'refused';
}

const to = 'proxy_pass http://ORIGIN;';
const limit = 'limit_req zone=z burst=2 nodelay;';
const zone = (key: string) => `limit_req_zone ${key} zone=z:10m rate=1r/m;`;
const server = (more: string) => `server { listen 127.0.0.1:PORT; server_name glance; ${more} }`;
const keyed = (map: string) => `${map} ${zone('$k')} ${server(`location / { ${limit} ${to} }`)}`;
const plain = (more: string) => `${zone('$binary_remote_addr')} ${server(more)}`;

const distinct = ['a', 'b', 'c'];
const mapped = distinct.map((n) => `map $http_x_${n} $${n} { 1 0; 2 0; 3 0; 4 0; 5 1; }`).join(' ');
const compared = distinct.map((n) => `acl other req.hdr(x-${n}) 1 2 3 4`).join('\n  ');
const fives = { 'X-A': '5', 'X-B': '5', 'X-C': '5' };

/** What stands inside `http`. */
export const nginxExemptions: readonly Exemption[] = [
  // A page that is a named location is asked with the method of the client; one at a path with GET.
  { told: 'open', text: plain(`error_page 418 = @on; location / { ${limit} return 418; } location @on { ${to} }`) },
  { told: 'limited', text: plain(`error_page 418 = @on; location / { return 418; } location @on { ${limit} ${to} }`) },
  {
    told: 'refused',
    text: plain(`error_page 418 = @on; location / { return 418 text; } location @on { ${to} }`),
  },
  { told: 'refused', text: plain(`error_page 418 = /on; location / { return 418; } location /on { internal; ${to} }`) },
  {
    told: 'open',
    text: plain(
      `location / { if ($request_method = POST) { error_page 418 = @on; return 418; } ${limit} ${to} } location @on { ${to} }`,
    ),
  },
  {
    told: 'open',
    text: plain(`error_page 302 = @on; location / { ${limit} return http://e.example/; } location @on { ${to} }`),
  },
  {
    told: 'cannot-say',
    headers: { Host: 'fast.example' },
    text: plain(
      `location / { ${limit} error_page 420 = @on; if ($host = fast.example) { return 420; } ${to} } location @on { ${to} }`,
    ),
  },
  {
    told: 'limited',
    headers: { Host: 'fast.example' },
    text: plain(
      `location / { ${limit} error_page 420 = @on; if ($host = fast.example) { return 403; } ${to} } location @on { ${to} }`,
    ),
  },
  {
    told: 'cannot-say',
    text: plain(`location / { ${limit} ${to} post_action /p; } location = /p { internal; ${to} }`),
  },
  {
    told: 'cannot-say',
    text: plain(`post_action @on; location / { return 403 no; } location @on { ${to} }`),
  },
  { told: 'open', text: plain(`error_page 404 = @on; location / { internal; ${to} } location @on { ${to} }`) },
  {
    told: 'limited',
    text: plain(`error_page 503 /on/v2/images; location / { ${limit} ${to} } location /on/ { internal; ${to} }`),
  },
  { told: 'cannot-say', text: plain(`location / { ${limit} mirror /m; ${to} } location = /m { internal; ${to} }`) },
  // The header or the query chooses a variable, or another location.
  {
    told: 'open',
    headers: { 'X-Skip': '1' },
    text: `map $skip $k { 1 ""; default $binary_remote_addr; } ${zone('$k')} ${server(`set $skip 0; if ($http_x_skip) { set $skip 1; } location / { ${limit} ${to} }`)}`,
  },
  {
    told: 'open',
    headers: { 'X-Skip': '1' },
    text: plain(
      `location / { ${limit} if ($http_x_skip) { rewrite ^ /fast$uri last; } ${to} } location /fast/ { internal; proxy_pass http://ORIGIN/; }`,
    ),
  },
  {
    told: 'open',
    headers: { 'X-Skip': '1' },
    text: plain(
      `location / { ${limit} error_page 420 = @fast; if ($http_x_skip) { return 420; } ${to} } location @fast { ${to} }`,
    ),
  },
  {
    told: 'limited',
    headers: { 'X-Skip': '1' },
    text: plain(`location / { ${limit} if ($http_x_skip) { return 403; } ${to} }`),
  },
  { told: 'open', query: 'debug=yes', text: keyed('map $args $k { ~debug=yes ""; default $binary_remote_addr; }') },
  { told: 'open', query: 'debug', text: keyed('map $query_string $k { debug ""; default $binary_remote_addr; }') },
  { told: 'open', query: 'probe=yes', text: keyed('map $arg_probe $k { yes ""; default $binary_remote_addr; }') },
  { told: 'open', query: '/health', text: keyed('map $request_uri $k { ~/health ""; default $binary_remote_addr; }') },
  { told: 'limited', query: '/health', text: keyed('map $uri $k { ~/health ""; default $binary_remote_addr; }') },
  {
    told: 'open',
    headers: { 'User-Agent': 'health.check' },
    text: keyed(String.raw`map $http_user_agent $k { "~^health\.check$" ""; default $binary_remote_addr; }`),
  },
  {
    told: 'cannot-say',
    headers: { 'User-Agent': 'xxxxxxxxx' },
    text: keyed('map $http_user_agent $k { "~^x{9}$" ""; default $binary_remote_addr; }'),
  },
  {
    told: 'open',
    headers: { 'X-A': 'let-me' },
    text: keyed('map "$request_method:$http_x_a" $k { "POST:let-me" ""; default $binary_remote_addr; }'),
  },
  {
    told: 'open',
    headers: { 'X-A': '1', 'X-B': '2' },
    text: keyed('map "$http_x_a:$http_x_b" $k { "1:2" ""; default $binary_remote_addr; }'),
  },
  {
    told: 'open',
    headers: { 'X-A': 'one', 'X-B': 'two' },
    query: 'c=3',
    text: keyed(
      'map $http_x_a $a { one 1; default 0; } map $http_x_b $b { two 1; default 0; } map $arg_c $c { 3 1; default 0; } map $a$b$c $k { 111 ""; default $binary_remote_addr; }',
    ),
  },
  {
    told: 'limited',
    headers: { 'X-A': 'let-me' },
    text: keyed('map "$request_method:$http_x_a" $k { "PUT:let-me" ""; default $binary_remote_addr; }'),
  },
  // What is answered without a header may be handed on with it.
  {
    told: 'cannot-say',
    headers: { 'X-Key': 'sesame' },
    text: plain(`if ($http_x_key != sesame) { return 403; } location / { ${to} }`),
  },
  {
    told: 'limited',
    headers: { 'X-Key': 'sesame' },
    text: plain(`if ($http_x_key != sesame) { return 403; } location / { ${limit} ${to} }`),
  },
  // More headers at once than are tried.
  {
    told: 'cannot-say',
    headers: fives,
    text: keyed(`${mapped} map $a$b$c $k { 111 ""; default $binary_remote_addr; }`),
  },
  // Switches are taken in any case.
  { told: 'open', text: plain(`limit_req_dry_run On; location / { ${limit} ${to} }`) },
  { told: 'limited', text: plain(`limit_req_dry_run OFF; location / { ${limit} ${to} }`) },
  // What is written over a map stands; the block of another kind that comes last wins.
  {
    told: 'open',
    text: `map $uri $k { default $binary_remote_addr; } ${zone('$k')} ${server(`set $k ""; location / { ${limit} ${to} }`)}`,
  },
  {
    told: 'limited',
    text: `map $uri $k { default ""; } ${zone('$k')} ${server(`set $k $remote_addr; location / { ${limit} ${to} }`)}`,
  },
  {
    told: 'cannot-say',
    text: `geo $k { default 1; } ${zone('$k')} split_clients $uri $k { * ""; } ${server(`location / { ${limit} ${to} }`)}`,
  },
];

const count = 'http-request track-sc0 src if METH_POST';
const many = '{ sc_http_req_rate(0) gt 3 }';
const deny = (more: string) => `${count}\n  http-request deny deny_status 429 if METH_POST ${many} ${more}`;

/** Rules of a frontend that has a table for `http_req_rate`. */
export const haproxyExemptions: readonly Exemption[] = [
  {
    told: 'open',
    headers: { 'X-Forwarded-For': '203.0.113.8' },
    text: `http-request set-src req.hdr(x-forwarded-for)\n  ${deny('')}`,
  },
  {
    told: 'limited',
    headers: { 'X-Real': '203.0.113.8' },
    text: `http-request del-header x-real\n  http-request set-src req.hdr(x-real)\n  ${deny('')}`,
  },
  {
    told: 'open',
    headers: { 'X-Skip': 'sesame' },
    text: `http-request set-var(txn.k) req.hdr(x-skip)\n  ${deny('!{ var(txn.k) -m str sesame }')}`,
  },
  {
    told: 'open',
    headers: { 'User-Agent': 'health.check' },
    text: deny(String.raw`!{ req.hdr(user-agent) -m reg ^health\\.check$ }`),
  },
  {
    told: 'cannot-say',
    headers: { 'User-Agent': 'xxxxxxxxx' },
    text: deny('!{ req.hdr(user-agent) -m reg ^x{9}$ }'),
  },
  { told: 'open', query: 'probe=7', text: deny('!{ url_param(probe) 7 }') },
  { told: 'open', query: 'health', text: deny('!{ url_sub health }') },
  { told: 'open', query: 'x=open', text: deny('!{ query -m end open }') },
  { told: 'limited', query: '/health', text: deny('!{ path_sub health }') },
  { told: 'open', headers: { 'X-A': 'abcde' }, text: deny('!{ req.hdr(x-a) -m len 5 }') },
  {
    told: 'open',
    headers: { 'X-Forwarded-For': '10.1.2.3' },
    text: `http-request allow if { req.hdr_ip(x-forwarded-for) 10.0.0.0/8 }\n  ${deny('')}`,
  },
  {
    told: 'open',
    headers: { 'X-A': 'one', 'X-B': 'two' },
    text: `http-request allow if { req.hdr(x-a) one } { req.hdr(x-b) two }\n  ${deny('')}`,
  },
  {
    told: 'open',
    headers: { 'X-A': 'one' },
    query: 'y=2',
    text: `http-request allow if { req.hdr(x-a) one } { url_param(y) 2 }\n  ${deny('')}`,
  },
  { told: 'open', headers: { 'X-A': 'abcdefgh' }, text: deny('!{ req.hdr(x-a),length gt 7 }') },
  // What is refused without a header, or without the host that every client writes, may pass with it.
  { told: 'cannot-say', headers: { 'X-Key': 'sesame' }, text: 'http-request deny unless { req.hdr(x-key) sesame }' },
  { told: 'open', headers: { Host: 'images' }, text: 'http-request deny unless { req.hdr(host) images }' },
  {
    told: 'limited',
    headers: { 'X-Key': 'sesame' },
    text: `http-request deny unless { req.hdr(x-key) sesame }\n  ${deny('')}`,
  },
  // With HTTP/2 the URL begins with the host.
  {
    told: 'open',
    isSecond: true,
    text: `http-request track-sc0 src if { url_beg /v2 }\n  http-request deny if { url_beg /v2 } ${many}`,
  },
  {
    told: 'limited',
    isSecond: true,
    text: `http-request track-sc0 src if { path_beg /v2 }\n  http-request deny if { path_beg /v2 } ${many}`,
  },
  // More headers at once than are tried.
  {
    told: 'cannot-say',
    headers: fives,
    text: `${compared}\n  http-request allow if { req.hdr(x-a) 5 } { req.hdr(x-b) 5 } { req.hdr(x-c) 5 }\n  ${deny('')}`,
  },
  // A rule that refuses at one number alone lets the rest pass.
  ...['eq 4', '4:5'].map((at) => ({
    told: 'open' as const,
    text: `${count}\n  http-request deny if METH_POST { sc_http_req_rate(0) ${at} }`,
  })),
  { told: 'limited', text: `${count}\n  http-request deny if METH_POST { sc_http_req_rate(0) 4: }` },
];
