// Loosenings around what Glacis writes: hosts, starts, containers and promises, each seen by what it does to the same files.
import { type Edit, edit, expectLooser, strict, tell } from './smuggled';

const nginx = 'nginx/conf.d/90-glacis-image-create.conf';
const more = 'systemd/system/glance-api.service.d/99-more.conf';
const later = 'glance/glance.conf.d/99-more.conf';

const named = (region = strict, eventlet = false) =>
  eventlet ? { ...region, versions: { ...region.versions, launcher: 'eventlet' as const } } : region;

describe('what hosts add around it', () => {
  const site = 'nginx/sites-enabled/glance';
  const paste = 'glance/glance-api-paste.ini';
  const uwsgi = 'glance/glance-api-uwsgi.ini';
  const main = 'glance/glance-api.conf';
  const forward = 'proxy_pass http://127.0.0.1:9293;';
  const filters = (name: string, factory: string) => `[filter:${name}]\npaste.filter_factory = ${factory}\n`;
  const host = edit([
    [main, null, '[DEFAULT]\nbind_host = 127.0.0.1\n[paste_deploy]\nflavor = keystone\n'],
    [uwsgi, null, '[uwsgi]\nhttp-socket = 127.0.0.1:9292\n'],
    [
      paste,
      null,
      '[composite:glance-api-keystone]\n/: api\n/healthcheck: healthcheck\n[composite:api]\nkeystone = cors authtoken context rootapp\n' +
        filters('authtoken', 'keystonemiddleware.auth_token:filter_factory') +
        filters('context', 'glance.api.middleware.context:ContextMiddleware.factory'),
    ],
    ['nginx/nginx.conf', null, 'events {}\nhttp {\n  include conf.d/*.conf;\n  include sites-enabled/*;\n}\n'],
    [
      site,
      null,
      `server {\n  listen 9292;\n  location / { allow 192.0.2.0/24; deny all; ${forward} }\n  location /v2/tasks { deny all; }\n}\n`,
    ],
  ]);

  test.each<[string, Edit, string]>([
    ['no token is asked for', [paste, ' authtoken', ''], 'no longer asks keystone who calls'],
    ['nobody has a name', [paste, ' context', ' unauthenticated-context'], 'authtoken unauthenticated-context rootapp'],
    ['another mount', [paste, '/: api', '/: api\n/open: rootapp'], 'no longer asks keystone who calls'],
    ['another flavor', [main, 'flavor = keystone', 'flavor = caching'], 'no longer asks keystone who calls'],
    ['no flavor', [main, 'flavor = keystone\n', ''], 'no longer asks keystone who calls'],
    ['uWSGI for everybody', [uwsgi, '127.0.0.1', '0.0.0.0'], 'none before, 0.0.0.0:9292 after'],
    ['another socket', [uwsgi, null, 'http = :9393\n'], ':9393'],
    ['glance-api for everybody', [main, '127.0.0.1', '0.0.0.0'], 'bind_host'],
    [
      'one host more',
      [site, 'deny all', 'allow 198.51.100.99; deny all'],
      '198.51.100.99 in http server 9292 location /: kept out before, let in after',
    ],
    ['a wider network', [site, '192.0.2.0/24', '192.0.0.0/16'], 'let in after'],
    ['no list', [site, /allow .*?deny all;/, ''], 'let in after'],
    [
      'tasks for everybody',
      [site, / +location \/v2\/tasks.*\n/, ''],
      'location /v2/tasks: kept out before, let in after',
    ],
    ['a rate under a list', [nginx, 'rate=6r/m', 'rate=60r/m'], 'rate of zone glacis_image_create: 6 before, 60 after'],
    ['a burst under a list', [nginx, 'burst=4', 'burst=400'], 'burst of zone glacis_image_create: 4 before, 400 after'],
  ])('%s', (_, change, told) => {
    expectLooser([host], [edit([change], host)], new RegExp(told.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  });

  test('a secret stays hidden, and the report says that it differs', () => {
    const secret = (value: string): Edit => [site, 'location / {', `location / { proxy_set_header X-Token ${value};`];
    const { lines } = tell([edit([secret('one-of-them')], host)], [edit([secret('the-other')], host)]);
    expect(lines).toEqual([
      expect.stringMatching(/^neutral .*X-Token \*\*\* -> .*X-Token \*\*\* what differs is not shown$/),
    ]);
  });
});

test('a start that nobody can follow is a loss, the way back is none', () => {
  const hidden = edit([[more, null, '[Service]\nEnvironmentFile=/run/glance.env\n']]);
  const { exit, lines } = tell([strict], [hidden]);
  expect([exit, lines]).toEqual([
    3,
    [expect.stringMatching(/99-more\.conf the whole file .*nobody can say any more what stops /)],
  ]);
  const back = tell([hidden], [strict]);
  expect(back.lines.join()).not.toContain('nobody can say any more');
  const open = named(edit([[later, null, '[import_filtering_opts]\nallowed_hosts =\n']]));
  expect(tell([open], [edit([[more, null, '[Service]\nEnvironmentFile=/run/glance.env\n']], open)]).closed).toEqual([]);
});

test.each([
  ['a file', 'ExecStart=\nExecStart=/usr/bin/glance-api --config-file /srv/glance.conf'],
  ['a directory', 'ExecStart=\nExecStart=/usr/bin/glance-api --config-dir=/srv/glance'],
])('%s that nobody sees, named where glance-api starts, is a loss', (_, start) => {
  const before = named(strict, true);
  const { exit, lines } = tell([before], [edit([[more, null, `[Service]\n${start}\n`]], before)]);
  expect([exit, lines.join('\n')]).toEqual([3, expect.stringContaining('nobody can say any more what stops')]);
});

test('a file of drop-ins that is not read any more is told option by option', () => {
  const elsewhere: Edit = [
    more,
    null,
    '[Service]\nExecStart=\nExecStart=/usr/bin/glance-api --config-dir /srv/glance\n',
  ];
  const before = named(strict, true);
  const { exit, lines } = tell([before], [edit([elsewhere], before)]);
  expect([exit, lines.join('\n')]).toEqual([3, expect.stringMatching(/^looser .*use_keystone_limits true -> false/m)]);
});

test('the command of a container is told, and what it makes of the same files', () => {
  const files = new Map([
    ...strict.files,
    [later, '[import_filtering_opts]\nallowed_hosts = [images.example.org,evil.example]\n'],
  ]);
  const start = (...words: readonly string[]) => {
    const containers = { 'glance-api': { home: 'glance', words } };
    return { ...strict, files, versions: { ...strict.versions, launcher: 'eventlet' as const, containers } };
  };
  const own = '/etc/glance/glance.conf.d/90-glacis.conf';
  const strictly = start('--config-file', own, '--config-dir', '/etc/glance/none');
  const loosely = start('--config-file', own, '--config-file', `/etc/${later}`, '--config-dir', '/etc/glance/none');
  expectLooser(
    [strictly],
    [loosely],
    /allowed_hosts \[images\.example\.org\] -> \[images\.example\.org,evil\.example\]/,
  );
  expect(tell([strictly], [loosely]).lines.join('\n')).toMatch(
    /^\w+ glance-api\/config\.json the command of the container/m,
  );
  expect(tell([strictly], [strictly]).exit).toBe(0);
});

test('a promise that holds nothing opens no way around itself', () => {
  const files = new Map([...strict.files].filter(([path]) => !/^(?:nginx|haproxy|repose)\//.test(path)));
  const bare = { ...strict, files };
  const zone = 'limit_req_zone $http_x_project_id zone=a:10m rate=6r/m;';
  const keyed = `http {\n  ${zone}\n  server { listen 9292; location / { limit_req zone=a; proxy_pass http://10.0.1.11:9292; } }\n}\n`;
  const after = edit([['nginx/nginx.conf', null, keyed]], bare);
  expect(tell([bare], [after])).toMatchObject({ exit: 2, directions: ['neutral'], opened: [] });
  expect(tell([after], [bare])).toMatchObject({ exit: 2, directions: ['neutral'], closed: [] });
  const deny = (hosts: string): Edit => [
    later,
    null,
    `[import_filtering_opts]\nallowed_hosts =\ndisallowed_hosts = ${hosts}\n`,
  ];
  expect(tell([edit([deny('')])], [edit([deny('Evil.example')])]).opened).toEqual([]);
});

test('what opens an attack and shows in no option is told by its file', () => {
  const { lines, opened } = tell(
    [strict],
    [edit([['glance/glance-api.conf', null, '[import_filtering_opts]\nallowed_hosts = [x]\n']])],
  );
  expect(opened).toEqual(['sharing-pending-in-list']);
  expect(lines).toEqual([
    expect.stringMatching(/^looser glance\/glance-api\.conf the whole file .*sharing-pending-in-list$/),
  ]);
});
