// What a change does: opened and closed attacks, directions by judging and by meaning, and silence where nothing changed.
import { diffClouds } from '../../../src/checks/diff/clouds';
import { type ComparedRegion, diffFleets } from '../../../src/checks/diff/fleet';
import { compareLines } from '../../../src/checks/diff/lines';
import { findMeaning } from '../../../src/checks/option-meaning';
import { dropIn, type Files, levels, openCloud } from './clouds';

const diff = (before: Files, after: Files, versions = {}) =>
  diffClouds(openCloud(before, versions), openCloud(after, versions));
const describeChanges = (before: Files, after: Files) =>
  diff(before, after).changes.map(({ direction, file, subject, before: was, after: is }) =>
    [direction, file, subject, was ?? 'absent', is ?? 'absent'].join(' | '),
  );
const file = 'glance/glance.conf.d/50-import.conf';

test('a file of a proxy that comes or goes is one change, not one for each line; one of comments is none', () => {
  const limit = {
    'nginx/nginx.conf': '# a limit\nevents {}\nhttp {\n  limit_req_zone $uri zone=z:1m rate=1r/m;\n}\n',
    'haproxy/haproxy.cfg': '# nothing yet\n',
  };
  expect(describeChanges({}, limit)).toEqual(['neutral | nginx/nginx.conf | the whole file | absent | 4 lines']);
  expect(describeChanges(limit, {})).toEqual(['neutral | nginx/nginx.conf | the whole file | 4 lines | absent']);
});

test('equal trees, moved lines, comments and a default written out are no difference', () => {
  const flavor = '[paste_deploy]\nflavor = keystone\n';
  const one = {
    ...dropIn('allowed_hosts = [a.example]', 'allowed_ports = [443]'),
    'glance/glance-api.conf': flavor,
  };
  const other: Files = {
    'glance/glance-api.conf': `${flavor}# moved\n[import_filtering_opts]\nallowed_ports = [ 443 ]\nallowed_hosts = [a.example]\nallowed_schemes = [http, https]\n`,
  };
  expect(diff(one, one)).toEqual({ changes: [], attacksOpened: [], attacksClosed: [] });
  expect(diff(one, other).changes).toEqual([]);
});

test('an allow list that is emptied opens attacks, and they are named at the line', () => {
  const strict = dropIn('allowed_hosts = [images.example.org]', 'allowed_schemes = [https]', 'allowed_ports = [443]');
  const loose = dropIn('allowed_hosts = []', 'allowed_schemes = [https]', 'allowed_ports = [443]');
  const { changes, attacksOpened, attacksClosed } = diff(strict, loose);
  expect(changes).toEqual([
    expect.objectContaining({
      direction: 'looser',
      file,
      subject: 'import_filtering_opts/allowed_hosts',
      before: '[images.example.org]',
      after: '[]',
    }),
  ]);
  expect(attacksOpened).toContain('ssrf-wildcard-dns');
  expect(changes[0]?.attacks).toEqual(attacksOpened);
  expect(attacksClosed).toEqual([]);
  const back = diff(loose, strict);
  expect(back.attacksClosed).toEqual(attacksOpened);
  expect(back.attacksOpened).toEqual([]);
  expect(back.changes[0]).toMatchObject({ direction: 'tighter', attacks: attacksOpened });
});

test('a host that is added to the list is looser although no attack of the catalogue tells the lists apart', () => {
  expect(
    describeChanges(dropIn('allowed_hosts = [a.example]'), dropIn('allowed_hosts = [a.example, b.example]')),
  ).toEqual([`looser | ${file} | import_filtering_opts/allowed_hosts | [a.example] | [a.example, b.example]`]);
});

test('the entries by which two lists differ are named, those of a password in a URL without it', () => {
  const change = (before: string, after: string) =>
    diff(dropIn(`allowed_hosts = ${before}`), dropIn(`allowed_hosts = ${after}`)).changes[0]?.because;
  expect(change('[a.example]', '[a.example, b.example]')).toBe('adds b.example');
  expect(change('[a.example, b.example]', '[c.example, a.example]')).toBe('adds c.example; removes b.example');
  expect(change('[a]', '[a, b, c, d, e, f, g, h]')).toBe('adds b, c, d, e, f and 2 more');
  expect(change('[a]', "[a, 'http://u:secret@b']")).not.toContain('secret');
  expect(change('[a]', '[]')).toBe('');
});

test('a deny list that nobody asks changes nothing', () => {
  const [change] = diff(
    dropIn('allowed_hosts = [a.example]', 'disallowed_hosts = [b.example]'),
    dropIn('allowed_hosts = [a.example]'),
  ).changes;
  expect(change).toMatchObject({ direction: 'neutral', subject: 'import_filtering_opts/disallowed_hosts' });
});

test('a policy rule is judged by who gains and who loses', () => {
  const policy = (text: string): Files => ({ 'glance/policy.yaml': text });
  const [opened] = diff(policy('"add_image": "role:admin"\n'), policy('"add_image": "@"\n')).changes;
  expect(opened).toMatchObject({ kind: 'policy', direction: 'looser', subject: 'add_image', after: '@' });
  expect(opened?.because).toMatch(/^newly allowed: .*everybody/);
  const [closed] = diff(policy(''), policy('"add_image": "!"\n')).changes;
  expect(closed).toMatchObject({ direction: 'tighter', file: 'glance/policy.yaml', after: '!' });
  const [respelt] = diff(policy('"add_image": "role:admin"\n'), policy('"add_image": "role:Admin"\n')).changes;
  expect(respelt).toMatchObject({ direction: 'neutral' });
});

test('an alias that other rules refer to carries their rights', () => {
  const files = (owner: string): Files => ({
    'glance/policy.yaml': `"mine": "${owner}"\n"add_image": "rule:mine"\n`,
  });
  const { changes } = diff(files('role:admin'), files('role:member'));
  expect(changes.map(({ subject, direction }) => [subject, direction])).toEqual([['mine', 'looser']]);
  expect(changes[0]?.because).toContain('add_image newly allowed: ');
});

test('a rate that is raised, and a limit that is gone, are looser', () => {
  const nginx = (rate: string): Files => ({
    'nginx/nginx.conf': `http {
  map $request_method $image_create { default ""; POST $binary_remote_addr; }
  limit_req_zone $image_create zone=images:10m rate=${rate};
  server { listen 9292; location / { limit_req zone=images nodelay; proxy_pass http://10.0.1.11:9292; } }
}
`,
  });
  const [raised] = diff(nginx('10r/m'), nginx('20r/m')).changes;
  expect(raised).toMatchObject({ kind: 'artifact', direction: 'looser', subject: 'line 3' });
  expect(diff(nginx('20r/m'), nginx('10r/m')).changes[0]?.direction).toBe('tighter');
  expect(new Set(diff(nginx('10r/m'), {}).changes.map(({ direction }) => direction))).toEqual(new Set(['looser']));
});

test('a package that has the fix closes what the code then refuses', () => {
  const files = dropIn('allowed_hosts = [images.example.org]');
  const { changes, attacksClosed, attacksOpened } = diffClouds(
    openCloud(files, levels.E0),
    openCloud(files, levels.E2),
  );
  expect(changes.map(({ subject }) => subject)).toEqual(['package/glance']);
  expect(attacksClosed).toContain('ssrf-redirect-to-metadata');
  expect(changes[0]).toMatchObject({ direction: 'tighter' });
  expect(attacksOpened).toEqual([]);
});

test('a Glance that no longer starts closes nothing', () => {
  const { attacksClosed, changes } = diff({}, dropIn("allowed_hosts = ['quoted.example']"));
  expect(attacksClosed).toEqual([]);
  expect(changes[0]?.because).toBe('glance does not start with the new value');
});

test('secrets never stand in a change, in options and in proxies', () => {
  const files = (secret: string): Files => ({
    'glance/glance-api.conf': `[database]\nconnection = mysql://glance:${secret}@db/glance\n[keystone_authtoken]\npassword = ${secret}\n`,
    'haproxy/haproxy.cfg': `userlist u\n  user admin insecure-password ${secret}\n`,
  });
  const compared = diff(files('hunter2-before'), files('hunter2-after'));
  expect(compared.changes.length).toBe(3);
  expect(JSON.stringify(compared)).not.toContain('hunter2');
});

test('regions are paired by name, equal changes are told once, and a new region brings its open attacks', () => {
  const region = (name: string, files: Files): ComparedRegion => ({
    name,
    target: 'etc',
    versions: { ...levels.E2, launcher: 'uwsgi', glanceUid: 64062 },
    files: new Map(Object.entries(files)),
    acceptedRisks: [],
  });
  const strict = dropIn('allowed_hosts = [images.example.org]');
  const before = [region('a', strict), region('b', strict), region('c', strict)];
  const after = [region('a', {}), region('b', {}), region('c', strict), region('d', {})];
  const { changes, attacksOpened, regions } = diffFleets(before, after);
  const [hosts] = changes.filter(({ subject }) => subject === 'import_filtering_opts/allowed_hosts');
  expect(hosts).toMatchObject({ direction: 'looser', regions: ['a', 'b'] });
  expect(changes.filter(({ kind }) => kind === 'region')).toEqual([
    expect.objectContaining({ direction: 'looser', regions: ['d'] }),
  ]);
  expect(regions.map(({ name }) => name)).toEqual(['a', 'b', 'd']);
  expect(attacksOpened).toContain('ssrf-metadata-address');
  expect(diffFleets(after, before).attacksClosed).toContain('ssrf-metadata-address');
});

test('an acceptance that is added is told', () => {
  const region = (reasons: readonly string[]): ComparedRegion => ({
    name: null,
    target: 'etc',
    versions: { ...levels.E2, launcher: 'uwsgi', glanceUid: 64062 },
    files: new Map(),
    acceptedRisks: reasons.map((reason) => ({ risk: 'ssrf-dns-rebinding', reason, until: '2099-01-01' })),
  });
  const { changes } = diffFleets([region([])], [region(['a reason'])]);
  expect(changes).toEqual([expect.objectContaining({ kind: 'risk', subject: 'acceptedRisks/ssrf-dns-rebinding' })]);
});

describe('meaning of single options', () => {
  test.each([
    ['import_filtering_opts/allowed_ports', [443], [], 'looser'],
    ['import_filtering_opts/allowed_ports', [], [443], 'tighter'],
    ['import_filtering_opts/disallowed_hosts', ['a'], ['a', 'b'], 'tighter'],
    ['image_format/disk_formats', ['raw'], [], 'tighter'],
    ['glance/verify_glance_signatures', true, false, 'looser'],
    ['DEFAULT/verify_glance_signatures', 'disabled', 'enabled', 'tighter'],
    ['DEFAULT/show_multiple_locations', false, true, 'looser'],
    ['DEFAULT/image_size_cap', 10, 0, 'looser'],
    ['DEFAULT/image_property_quota', -1, 128, 'tighter'],
    ['glance/default_trusted_certificate_ids', ['a'], [], 'looser'],
    ['paste_deploy/flavor', 'keystone+caching', 'caching', 'looser'],
    ['glance/api_insecure', false, true, 'looser'],
    ['DEFAULT/debug', false, true, 'looser'],
    ['barbican/verify_ssl', true, false, 'looser'],
    ['inject_metadata_properties/ignore_user_roles', ['admin'], ['admin', 'member'], 'looser'],
    ['image_import_opts/image_import_plugins', ['inject_image_metadata'], [], 'looser'],
    ['DEFAULT/bind_host', '127.0.0.1', '0.0.0.0', 'looser'],
    ['DEFAULT/bind_host', undefined, '::1', 'tighter'],
    ['DEFAULT/bind_host', '10.0.0.1', '0.0.0.0', 'neutral'],
    ['DEFAULT/do_secure_hash', true, false, 'looser'],
    ['DEFAULT/client_socket_timeout', 900, 0, 'looser'],
    ['DEFAULT/api_limit_max', 1000, 10000, 'looser'],
    ['oslo_messaging_rabbit/ssl', false, true, 'tighter'],
    ['backend/sio_verify_server_certificate', true, false, 'looser'],
    ['glance_store/swift_store_ssl_compression', true, false, 'neutral'],
    ['keystone_authtoken/service_token_roles', ['service'], ['service', 'member'], 'looser'],
    ['keystone_authtoken/service_token_roles_required', false, true, 'tighter'],
    ['workarounds/disable_deep_image_inspection', false, true, 'looser'],
    ['DEFAULT/workers', 1, 8, 'neutral'],
    ['image_import_opts/image_import_plugins', ['glacis_signature_required', 'x'], ['x'], 'looser'],
    ['image_import_opts/image_import_plugins', [], ['glacis_signature_required'], 'tighter'],
    ['image_import_opts/image_import_plugins', ['x'], [], 'neutral'],
    ['DEFAULT/user_storage_quota', '500GB', '1TB', 'looser'],
    ['DEFAULT/user_storage_quota', '1TB', '1024GB', 'neutral'],
    ['DEFAULT/user_storage_quota', '2048', '1KB', 'tighter'],
    ['DEFAULT/user_storage_quota', '1B', '0TB', 'looser'],
    ['image_format/gpt_safety_checks_nonfatal', [], ['mbr'], 'looser'],
    ['DEFAULT/image_conversion_cpu_limit', 60, 3600, 'looser'],
    ['barbican/barbican_endpoint', 'https://b.example.org', 'http://b.example.org', 'looser'],
    ['barbican/barbican_endpoint', 'http://b.example.org', 'https://c.example.org', 'tighter'],
    ['barbican/barbican_endpoint', 'https://b.example.org', undefined, 'neutral'],
    ['constructor/constructor', 1, 2, 'neutral'],
    ['import_filtering_opts/allowed_hosts', ['a.example'], ['no-host.invalid'], 'tighter'],
    ['import_filtering_opts/allowed_hosts', ['no-host.invalid'], ['a.example'], 'looser'],
    ['import_filtering_opts/allowed_hosts', ['no-host.invalid'], [], 'looser'],
    ['import_filtering_opts/allowed_hosts', ['a.example'], ['a.example', 'b.invalid'], 'neutral'],
  ] as const)('%s %j -> %j is %s', (option, before, after, direction) => {
    expect(findMeaning(option, before, after)).toBe(direction);
  });
});

test('lines are aligned by what they share', () => {
  expect(compareLines('a\nb\nc\n', 'a\nc\nd\n')).toEqual([
    { line: 2, before: 'b', after: null },
    { line: 3, before: null, after: 'd' },
  ]);
  expect(compareLines('a\nb\nc', 'a\nx\nc')).toEqual([{ line: 2, before: 'b', after: 'x' }]);
  expect(compareLines('# a\nb\n', '# c\nb\n', (line) => !line.startsWith('#'))).toEqual([]);
});
