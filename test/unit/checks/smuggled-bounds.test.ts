// Loosenings of proxies, guards, units, limits and options that somebody would like to slip through, each there and back.
import { type Edit, edit, expectLooser, strict, tell } from './smuggled';

const nginx = 'nginx/conf.d/90-glacis-image-create.conf';
const haproxy = 'haproxy/conf.d/90-glacis-image-create.cfg';
const repose = 'repose/rate-limiting.cfg.xml';
const guard = 'nftables.d/glacis-import-egress.nft';
const units = 'systemd/system';
const bounds = `${units}/glance-api.service.d/80-glacis-bounds.conf`;
const more = `${units}/glance-api.service.d/99-more.conf`;
const mount = `${units}/var-lib-glance-staging.mount`;
const limits = 'keystone/glacis-registered-limits.sh';
const modes = 'glacis-permissions.sh';
const later = 'glance/glance.conf.d/99-more.conf';
const nova = 'nova/nova.conf.d/99-more.conf';

describe.each([
  [
    'nginx',
    [
      ['rate', [nginx, 'rate=6r/m', 'rate=7r/m'], '6 a minute before, 6.96 a minute after'],
      ['period', [nginx, 'rate=6r/m', 'rate=1r/s'], '60 a minute after'],
      ['burst', [nginx, 'burst=4', 'burst=40'], 'at once'],
      ['burst of other writes', [nginx, 'burst=29', 'burst=290'], 'at once'],
      ['rate of other writes', [nginx, 'rate=60r/m', 'rate=61r/m'], '60.96 a minute after'],
      [
        'a header for a key',
        [nginx, 'images/*$" $glacis_client_network', 'images/*$" $http_x_project_id'],
        'unlimited',
      ],
      [
        'an exempted network',
        [
          nginx,
          /map (\$glacis_method:\$uri \$glacis_image_create)/,
          'geo $f { default ""; 192.0.2.0/24 f; }\nmap $f$1',
        ],
        'from 192.0.2.0',
      ],
      ['imports left out', [nginx, 'members|import|', 'members|'], 'POST of import'],
      ['deletions left out', [nginx, 'PATCH|DELETE', 'PATCH'], 'DELETE of'],
      [
        'one spelling alone',
        [nginx, '^(POST|PUT|PATCH|DELETE):/+(v2(\\.\\d+)?/+)?', '^(POST|PUT|PATCH|DELETE):/v2/'],
        'in some spelling',
      ],
      ['a bucket for each address', [nginx, /^.*ipv6_net.*\n/m, ''], 'buckets of IPv6 clients that create'],
      ['a narrower network', [nginx, '{8}).{8}', '{12}).{4}'], 'buckets of IPv6 clients'],
      [
        'addresses for the key of writes',
        [nginx, /(locations\)\(.*" )\$glacis_client_network/, '$1$binary_remote_addr'],
        'buckets of IPv6 clients that write',
      ],
      ['a small zone', [nginx, 'image_create:10m', 'image_create:32k'], 'smallest table of nginx'],
      ['a dry run', [nginx, null, '\nlimit_req_dry_run on;\n'], 'unlimited'],
      [
        'headers of everybody',
        [nginx, null, '\nset_real_ip_from 0.0.0.0/0;\nreal_ip_header X-Forwarded-For;\n'],
        'unlimited',
      ],
      ['a later file', ['nginx/conf.d/95.conf', null, 'limit_req_dry_run on;\n'], '95.conf the whole file'],
    ],
  ],
  [
    'HAProxy',
    [
      ['threshold', [haproxy, 'ge 5 }', 'ge 40 }'], '6 a minute before'],
      ['period', [haproxy, 'gpc0_rate(50000ms)', 'gpc0_rate(5000ms)'], 'a minute after'],
      ['memory', [haproxy, 'expire 100000ms', 'expire 1000ms'], 'haproxy'],
      ['a small table', [haproxy, 'size 100k', 'size 10'], 'smallest table of haproxy'],
      ['addresses for a key', [haproxy, 'ipmask(32,64)', 'ipmask(32,128)'], 'buckets of IPv6 clients'],
      [
        'an exempted network',
        [haproxy, /( +http-request track-sc1)/, '    http-request allow if { src 192.0.2.0/24 }\n$1'],
        'from 192.0.2.0',
      ],
      [
        'an exempted header',
        [haproxy, /( +http-request track-sc1)/, '    http-request allow if { hdr(x-internal) 1 }\n$1'],
        'unlimited',
      ],
      [
        'another frontend',
        [haproxy, null, '\nfrontend other\n    mode http\n    bind *:9393\n    default_backend glacis_glance_api\n'],
        'unlimited',
      ],
      ['members left out', [haproxy, '(tags|members|import|locations)', '(tags|import|locations)'], 'of members'],
      ['changes left out', [haproxy, 'POST PUT PATCH DELETE', 'POST PUT DELETE'], 'PATCH of'],
      ['no counting', [haproxy, /^ *http-request sc-inc-gpc0.*\n/m, ''], 'unlimited'],
    ],
  ],
  [
    'Repose',
    [
      [
        'rate',
        [repose, 'value="6"', 'value="60"'],
        'POST of glacis-image-create in repose: 6 a minute before, 60 a minute after',
      ],
      ['a method left out', [repose, 'DELETE PATCH POST PUT', 'PATCH POST PUT'], 'DELETE of glacis-image-write'],
    ],
  ],
  [
    'the guard',
    [
      ['a wider mirror', [guard, '203.0.113.10', '203.0.113.0/24'], 'now reaches 203.0.113'],
      ['one more port', [guard, 'dport 443', 'dport { 443, 8443 }'], 'port 8443'],
      [
        'an accept before',
        [guard, 'chain image_service {', 'chain image_service {\n    ip daddr 169.254.169.254 accept'],
        '169.254.169.254',
      ],
      ['new connections', [guard, 'established, related', 'established, related, new'], 'now reaches'],
      [
        'a source port',
        [guard, 'chain image_service {', 'chain image_service {\n    tcp sport 9999 accept'],
        'now reaches',
      ],
      ['another user', [guard, 'skuid 64062', 'skuid 64063'], 'now reaches'],
      ['not refused', [guard, '    counter reject\n', ''], 'now reaches'],
      ['a rate', [guard, 'counter reject', 'limit rate over 10/second counter reject'], 'now reaches'],
      ['not required', [`${units}/glance-api.service.d/90-glacis.conf`, 'Requires=', 'Wants='], 'now reaches'],
      ['a failure ignored', [`${units}/glacis-import-egress.service`, 'ExecStart=', 'ExecStart=-'], 'now reaches'],
      ['only checked', [`${units}/glacis-import-egress.service`, 'nft -f', 'nft -c -f'], 'now reaches'],
      ['glance-api as root', [more, null, '[Service]\nUser=root\n'], 'now reaches'],
    ],
  ],
  [
    'units, limits and modes',
    [
      ['memory', [more, null, '[Service]\nMemoryMax=infinity\n'], 'MemoryMax: 8192M before, unbounded after'],
      ['disk', [bounds, 'IOWeight=50', 'IOWeight=5000'], 'IOWeight'],
      [
        'a mount that runs programs',
        [mount, 'nodev,nosuid,noexec', 'nodev,nosuid'],
        'leaves out: nothing before, noexec after',
      ],
      ['a mount elsewhere', [mount, /Where=.*/, 'Where=/srv'], 'one layer fewer against dos-'],
      ['one image more', [limits, 'image_count_total 100', 'image_count_total 101'], 'image_count_total'],
      ['without limit', [limits, 'image_size_total 1048576', 'image_size_total -1'], 'image_size_total'],
      [
        'a file for all',
        [modes, "0640 'glance/glance.conf.d", "0644 'glance/glance.conf.d"],
        'mode of glance/glance.conf.d',
      ],
      [
        'a file of others',
        [modes, "glance 0640 'glance/glance.conf.d", "nova 0640 'glance/glance.conf.d"],
        'group of glance/glance.conf.d',
      ],
      ['a mode not set', [modes, /^set_owner glance 0640 'glance\/glance.conf.d.*\n/m, ''], 'not set after'],
      ['a script that does more', [modes, null, 'chmod -R a+rwX "$etc/glance"\n'], 'not set after'],
      ['a script that does something else', [modes, 'chown "root:$1"', 'chown "$1:$1"'], 'not set after'],
    ],
  ],
  [
    'options',
    [
      [
        'a later file',
        [later, null, '[import_filtering_opts]\nallowed_hosts = [images.example.org, evil.example]\n'],
        'adds evil.example',
      ],
      ['a deprecated name', [nova, null, '[glance]\napi_insecure = true\n'], 'insecure'],
      [
        'the environment',
        [
          more,
          null,
          '[Service]\nEnvironment=OS_IMPORT_FILTERING_OPTS__ALLOWED_HOSTS=[images.example.org,evil.example]\n',
        ],
        'adds evil.example',
      ],
      ['no look at a certificate', [nova, null, '[barbican]\nverify_ssl = false\n'], 'verify_ssl'],
      [
        'clones',
        ['nova/nova.conf.d/90-glacis.conf', 'images_type = qcow2', 'images_type = rbd'],
        'one layer fewer against sig-rbd-clone',
      ],
      [
        'one more certificate',
        ['nova/nova.conf.d/90-glacis.conf', /(certificate_ids = \S+)/, '$1,3f2a6a52-5a0e-4a52-9a0b-0d3f5ad5c9b2'],
        'trusted_certificate_ids',
      ],
      [
        'no quota',
        ['glance/glance.conf.d/90-glacis.conf', 'image_property_quota = 64', 'image_property_quota = -1'],
        'image_property_quota',
      ],
      ['policies elsewhere', [later, null, '[oslo_policy]\npolicy_dirs = nowhere.d\n'], 'newly allowed'],
    ],
  ],
] as readonly (readonly [string, readonly (readonly [string, Edit, string])[]])[])('%s', (_, changes) => {
  test.each(changes)('%s', (_name, change, told) => {
    expectLooser([strict], [edit([change])], new RegExp(told.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  });
});

test.each<[string, Edit]>([
  ['nginx', [nginx, null, '# nothing\n\n']],
  ['the guard', [guard, null, '\n# nothing\n']],
  ['a unit', [bounds, null, '; nothing\n']],
  ['Repose', [repose, null, '<!-- nothing -->\n']],
  [
    'an option that another file beats',
    ['glance/glance.conf.d/10.conf', null, '[import_filtering_opts]\nallowed_hosts = []\n'],
  ],
  ['a default written out', [later, null, '[keystone_authtoken]\ninsecure = false\n']],
])('no difference: %s', (_, change) => expect(tell([strict], [edit([change])])).toMatchObject({ exit: 0, lines: [] }));

test.each<[string, Edit]>([
  ['another refusal', [guard, 'counter reject', 'counter drop']],
  ['other words', [guard, 'comment "database"', 'comment "db"']],
  ['a status', [nginx, 'limit_req_status 429', 'limit_req_status 503']],
  ['a timeout', [haproxy, 'timeout http-request 10s', 'timeout http-request 1h']],
  ['a line that the service ignores', [later, null, '[DEFAULT]\nadmin_role = member\n']],
  ['more hardening', [more, null, '[Service]\nNoNewPrivileges=true\n']],
])('a difference that loosens nothing: %s', (_, change) =>
  expect(tell([strict], [edit([change])])).toMatchObject({ exit: 2, directions: ['neutral'] }),
);

test('a mixed change is looser, and both are named', () => {
  const own = 'glance/glance.conf.d/90-glacis.conf';
  const { exit, lines } = tell(
    [strict],
    [
      edit([
        [own, 'debug = false', 'debug = true'],
        [own, /image_size_cap = .*/, 'image_size_cap = 1'],
      ]),
    ],
  );
  expect([exit, lines.map((line) => line.split(' ', 3).join(' '))]).toEqual([
    3,
    [`looser ${own} DEFAULT/debug`, `tighter ${own} DEFAULT/image_size_cap`],
  ]);
});

test('of several bounds of one program each is named once, and the attack stands at the line that opens it', () => {
  const several = edit([
    [nginx, 'rate=6r/m', 'rate=60r/m'],
    [nginx, 'burst=29', 'burst=9'],
    [nginx, 'members|', ''],
    ['glance/glacis-property-protections.ini', /create = admin/g, 'create = admin,member'],
    [later, null, '[DEFAULT]\nimage_tag_quota = 64\n'],
  ]);
  const { lines, opened } = tell([strict], [several]);
  const because =
    'image creation in some spelling through nginx: 6 a minute before, 60 a minute after; POST of members';
  expect(lines.filter((line) => line.includes(because))).toHaveLength(3);
  expect(lines.join('\n')).toContain('; tighter is PUT of tags through nginx at once: 30 before, 10 after');
  expect(opened).toEqual(['sig-volume-root-beside-image']);
  expect(lines.filter((line) => line.endsWith('sig-volume-root-beside-image'))).toEqual([
    expect.stringContaining('property-protections.ini line 6 '),
    expect.stringContaining('property-protections.ini line 13 '),
  ]);
});
