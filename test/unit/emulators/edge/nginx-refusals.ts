// Servers of nginx with a limit that holds, and one more statement: what makes nginx refuse the file, and what it takes.

const zone = 'limit_req_zone $binary_remote_addr zone=z:10m rate=1r/m;';

/** A server with a limit for Glance; `AT_HTTP`, `AT_SERVER` and `AT_LOCATION` are where the statement stands. */
function write(place: 'http' | 'server' | 'location', statement: string): string {
  const at = (one: string) => (one === place ? statement : '');
  const inside = `limit_req zone=z burst=2 nodelay; proxy_pass http://127.0.0.1:19292; ${at('location')}`;
  return `${zone} ${at('http')} server { listen 127.0.0.1:19293; server_name glance; ${at('server')} location / { ${inside} } }`;
}

/** What stands inside `http`; nginx refuses each (1.22, with -t). */
export const refusedNginx: readonly string[] = [
  ...['proxy_pass http://127.0.0.1:1;', 'location /x { return 200; }', 'internal;', 'return 403;', 'listen 80;'].map(
    (one) => write('http', one),
  ),
  ...['http { }', 'server { listen 81; }', 'limit_req_zone $uri zone=y:1m rate=1r/m;', 'listen 127.0.0.1:19293;'].map(
    (one) => write('server', one),
  ),
  ...['proxy_buffering maybe;', 'client_max_body_size 1x;', 'proxy_read_timeout soon;', 'return 31k;'].map((one) =>
    write('server', one),
  ),
  ...['proxy_buffering on; proxy_buffering off;', 'root /a; root /b;', 'limit_req_status 399;', 'etag;'].map((one) =>
    write('server', one),
  ),
  ...['location /a { location /b { return 200; } }', 'location /a { location @b { return 200; } }'].map((one) =>
    write('server', one),
  ),
  ...['error_page 200 /x;', 'rewrite ^/a /b soon;', 'if $http_x { return 403; }', 'set k 1;'].map((one) =>
    write('server', one),
  ),
  ...['proxy_pass 127.0.0.1:1;', 'listen 81;', 'limit_except FETCH { deny all; }', 'allow glance;'].map((one) =>
    write('location', one),
  ),
  ...['satisfy some;', 'types;', 'limit_req zone=z burst=3;', 'etag on { }'].map((one) => write('location', one)),
  write('http', `${zone} limit_conn_zone $uri zone=c:1m;`),
  ...['{ x; }', '{ x 1 2; }', '{ default; }', '{ x { y 1; } }', '{ default 1; default 2; }', '{ x 1; X 2; }'].map(
    (one) => write('http', `map $uri $a ${one}`),
  ),
  ...['map $uri a { x 1; }', 'map $uri $host { x 1; }', 'geo $Remote_Addr { default 1; }', 'geo a { default 1; }'].map(
    (one) => write('http', one),
  ),
  ...['geo $a { 10.0.0.0/8; }', 'geo $a { 10.0.0.0/8 1 2; }', 'split_clients $uri a { 50% 1; }'].map((one) =>
    write('http', one),
  ),
  write('server', 'set $request_id 1;'),
];

/** Names that no module of nginx itself has, zones that nothing declares, and variables. */
export const unknownToNginx: readonly string[] = [
  write('http', 'acces_log off;'),
  write('server', 'server_nam glance;'),
  write('server', 'locaton /x { return 200; }'),
  write('location', 'proxy_set_headers Host $host;'),
  write('server', 'location /other { limit_req zone=nowhere; }'),
  write('server', 'location /other { limit_conn nowhere 1; }'),
  ...['log_format x "$clientip";', 'map $clientip $a { x 1; }', 'map $uri $a { x $clientip; }', 'add_header X a$;'].map(
    (one) => write('http', one),
  ),
  ...['geo $clientip $a { default 1; }', 'limit_conn_zone $binary_remote_address zone=c:1m;', 'root /$clientip;'].map(
    (one) => write('http', one),
  ),
  ...['add_header X $clientip;', 'if ($clientip) { return 403; }', 'if ($uri = $clientip) { return 403; }'].map((one) =>
    write('server', one),
  ),
  ...['proxy_set_header X "${clientip}";', 'rewrite ^/a$ /b$clientip;', 'set $a $clientip;'].map((one) =>
    write('location', one),
  ),
  write('server', 'location ~ ^/(?<name>a)$ { return 200 $nam; }'),
];

/** What operators write beside a limit; nginx 1.22 takes each. */
export const takenNginx: readonly string[] = [
  write(
    'http',
    'sendfile on; tcp_nopush on; types_hash_max_size 2048; server_tokens off; gzip on; keepalive_timeout 65s 60s;',
  ),
  write('http', 'log_format main "$remote_addr $status"; access_log /dev/null main; proxy_headers_hash_max_size 1024;'),
  write('http', 'upstream x { server 127.0.0.1:1 max_fails=3; keepalive 8; keepalive_requests 10; least_conn; }'),
  write(
    'server',
    'client_max_body_size 0; client_body_timeout 1m30s; merge_slashes ON; root /a; location /s/ { alias /b/; }',
  ),
  write(
    'server',
    'location /a { location /a/b { return 200; } location ~ c { return 200; } } error_page 500 502 =503 /50x.html;',
  ),
  write(
    'server',
    'set $a 1; if ($http_user_agent ~* "(bad|worse) bot") { return 403; } rewrite ^/old$ /new permanent;',
  ),
  write(
    'location',
    'proxy_http_version 1.1; proxy_set_header Host $host; proxy_set_header Connection ""; proxy_buffers 8 32k;',
  ),
  write(
    'location',
    'proxy_request_buffering off; proxy_read_timeout 600; add_header X-A b always; add_header X-C d; deny 192.0.2.9;',
  ),
  write('http', 'limit_conn_zone $uri zone=c:1m; limit_conn c 1;'),
  write('http', 'map $uri $a { volatile; default 1; "" 2; \\default 3; ~x 4; ~x 5; ~^/(?<tail>.+)$ $tail$1; }'),
  write('http', 'map $uri $b { hostnames; *.a 1; .b.c 2; } map $b $c { volatile 1; hostnames 2; } log_format x $c;'),
  write(
    'http',
    'geo $a { ranges; 10.0.0.0-10.0.0.9 $none; } geo $arg_x $b { default 1; default 2; } log_format x $a$b;',
  ),
  write(
    'http',
    'split_clients $Remote_ADDR $a { 50% 1; * 2; } log_format x "$a $upstream_http_x $cookie_a $ssl_cipher";',
  ),
  write('server', 'location /$metadata { return 200 $scheme; } location ~ ^/(?<name>a)$ { return 200 $name; }'),
  write(
    'server',
    'if ( $uri ~ ^/a$ ) { set $a $1; } valid_referers ~a$b; rewrite ^/a$ /c$10 permanent; set $limit_rate 1; error_page 404 /$a;',
  ),
  write(
    'location',
    'add_header X-$x b; default_type $x; proxy_hide_header $x; add_header Y "${uri}$request_id$http_x";',
  ),
];
