// A third round of configurations that look hardened and are not: files of the wrong program, and back ends that clone.
import type { AttackId } from '../../../src/checks';
import { judge } from '../../../src/checks/judge';
import type { ReleaseName } from '../../../src/openstack/types';
import { defencesOf, type Files, listFindings, openCloud, verdictOf } from './clouds';

const nova = `[glance]
verify_glance_signatures = true
enable_certificate_validation = true
default_trusted_certificate_ids = 6b2a8a3e-0b1f-4d3a-9c55-0d6b6b1d2c3f
`;

describe('only the API of a service asks rules', () => {
  const rules = [
    ...['os_compute_api:servers:create:trusted_certs', 'os_compute_api:servers:rebuild:trusted_certs'],
    'os_compute_api:servers:create:attach_volume',
  ];
  const write = (names: readonly string[]) => names.map((name) => `"${name}": "!"\n`).join('');
  const named = '[oslo_policy]\npolicy_file = strict.yaml\n';
  const compose = (file: string, text = named): Files => ({
    'nova/nova.conf': nova,
    'nova/strict.yaml': write(rules),
    'cinder/strict.yaml': write(['volume:create_from_image', 'volume:reimage', 'volume:reimage_reserved']),
    [file]: file === 'nova/nova.conf' ? nova + text : text,
  });
  const ofNova: AttackId[] = ['sig-own-trusted-list'];
  const ofCinder: AttackId[] = ['sig-unsigned-volume', 'sig-volume-reimage'];

  test('a policy file that the API names holds', () => {
    for (const id of ofNova) expect(verdictOf(openCloud(compose('nova/nova.conf')), id)).toBe('stopped');
    for (const id of ofCinder) expect(verdictOf(openCloud(compose('cinder/cinder.conf')), id)).toBe('stopped');
  });

  test.each([
    ['nova/nova-compute.conf', ofNova],
    ['nova/nova-scheduler.conf.d/50.conf', ofNova],
    ['cinder/cinder-volume.conf', ofCinder],
    ['cinder/cinder-scheduler.conf.d/50.conf', ofCinder],
  ])('%s names one that nobody asks', (file, ids) => {
    for (const id of ids) expect(verdictOf(openCloud(compose(file)), id)).toBe('open');
  });
});

describe('options of nova-compute and cinder-volume', () => {
  const glance = { 'glance/glance-api.conf': '[DEFAULT]\nshow_image_direct_url = true\n' };

  test('root disks are what nova-compute makes of them', () => {
    const files = { ...glance, 'nova/nova.conf': `${nova}[libvirt]\nimages_type = rbd\n` };
    const type = '[libvirt]\nimages_type = qcow2\n';
    expect(verdictOf(openCloud({ ...files, 'nova/nova-scheduler.conf': type }), 'sig-rbd-clone')).toBe('open');
    expect(verdictOf(openCloud({ ...files, 'nova/nova-compute.conf': type }), 'sig-rbd-clone')).toBe('stopped');
  });

  test('direct copies are those of nova-compute', () => {
    const files = { 'nova/nova.conf': `${nova}allowed_direct_url_schemes = file\n` };
    const closed = '[glance]\nallowed_direct_url_schemes =\n';
    const versions = { release: 'ussuri', packages: {} } as const;
    const ask = (more: Files) => verdictOf(openCloud({ ...files, ...more }, versions), 'sig-direct-copy');
    expect(ask({ 'nova/nova-conductor.conf': closed })).toBe('not-applicable');
    expect(ask({ 'nova/nova-compute.conf': closed })).toBe('stopped');
  });

  describe('volumes', () => {
    const ask = (cinder: string, more: Files = {}, release: ReleaseName = '2025.1') => {
      const options = '[DEFAULT]\nenabled_backends = one\nallowed_direct_url_schemes =\n';
      const files = { ...glance, 'nova/nova.conf': nova, 'cinder/cinder.conf': options + cinder, ...more };
      return openCloud(files, { release, packages: {} });
    };
    const id: AttackId = 'sig-volume-clone';
    const inBackend = (driver: string) => `[one]\nvolume_driver = ${driver}\n`;

    test.each([
      ['LVM', inBackend('cinder.volume.drivers.lvm.LVMVolumeDriver')],
      ['the default', '[one]\nvolume_group = vg\n'],
      [
        'LVM before the shared default',
        `[backend_defaults]\nvolume_driver = x.Y\n${inBackend('cinder.volume.drivers.lvm.L')}`,
      ],
    ])('%s downloads', (_, cinder) => {
      expect(defencesOf(ask(cinder), id)).toEqual(['storage-paths cinder/cinder.conf:3']);
    });

    test.each([
      ['ceph by [backend_defaults]', '[backend_defaults]\nvolume_driver = cinder.volume.drivers.rbd.RBDDriver\n'],
      ['VMware', inBackend('cinder.volume.drivers.vmware.vmdk.VMwareVcVmdkDriver')],
    ])('%s clones', (_, cinder) => {
      expect(verdictOf(ask(cinder), id)).toBe('open');
    });

    test.each([
      ['NetApp over NFS', inBackend('cinder.volume.drivers.netapp.common.NetAppDriver')],
      ['a driver from elsewhere', inBackend('vendor.cinder.Driver')],
      ['a driver behind a reference', inBackend('$my_driver')],
    ])('%s may clone, and nobody is credited', (_, cinder) => {
      expect(verdictOf(ask(cinder), id)).toBe('not-applicable');
    });

    test('ceph downloads up to 2024.1 while Glance shows no location, and only when its files say so', () => {
      const ceph = inBackend('cinder.volume.drivers.rbd.RBDDriver');
      const hidden = { 'glance/glance-api.conf': '[DEFAULT]\nshow_image_direct_url = false\n' };
      expect(verdictOf(ask(ceph, hidden, 'zed'), id)).toBe('stopped');
      expect(verdictOf(ask(ceph, {}, 'zed'), id)).toBe('open');
      expect(verdictOf(ask(ceph, hidden), id)).toBe('open');
      const { 'glance/glance-api.conf': _, ...rest } = Object.fromEntries(ask(ceph, {}, 'zed').files);
      expect(verdictOf(openCloud(rest as Files, { release: 'zed', packages: {} }), id)).toBe('not-applicable');
    });

    test('back ends are those of cinder-volume', () => {
      const lvm = inBackend('cinder.volume.drivers.lvm.LVMVolumeDriver');
      const ceph = inBackend('cinder.volume.drivers.rbd.RBDDriver');
      expect(verdictOf(ask(ceph, { 'cinder/cinder-scheduler.conf': lvm }), id)).toBe('open');
    });
  });
});

describe('options in the environment', () => {
  const glance = {
    'glance/glance-api.conf':
      '[DEFAULT]\nenabled_import_methods = [web-download]\n[import_filtering_opts]\nallowed_hosts = [cloud.debian.org]\nallowed_ports = [443]\n',
  };
  const id: AttackId = 'ssrf-metadata-address';
  const opened = 'OS_IMPORT_FILTERING_OPTS__ALLOWED_HOSTS=[]';
  const inUnit = (name: string, line: string): Files => ({
    [`systemd/system/${name}.service.d/50.conf`]: `[Service]\n${line}\n`,
  });
  const ask = (more: Files, versions: Parameters<typeof openCloud>[1] = {}) =>
    verdictOf(openCloud({ ...glance, ...more }, versions), id);

  test.each<[string, Files, Parameters<typeof openCloud>[1]]>([
    ['a drop-in', inUnit('glance-api', `Environment=${opened}`), {}],
    ['a drop-in of RDO', inUnit('openstack-glance-api', `Environment="${opened}"`), {}],
    [
      'a file of variables',
      { ...inUnit('glance-api', 'EnvironmentFile=/etc/glance/glance.env'), 'glance/glance.env': `${opened}\n` },
      {},
    ],
    ['the web server', inUnit('apache2', `Environment=${opened}`), { launcher: 'mod_wsgi' }],
    ["uWSGI's own file", { 'glance/glance-api-uwsgi.ini': `[uwsgi]\nenv = ${opened}\n` }, {}],
    ['a drop-in for every service', { 'systemd/system/service.d/50.conf': `[Service]\nEnvironment=${opened}\n` }, {}],
    ['a drop-in for all of glance', inUnit('glance-', `Environment=${opened}`), {}],
    ['the manager', { 'systemd/system.conf': `[Manager]\nDefaultEnvironment=${opened}\n` }, {}],
  ])('%s takes an allowlist away', (_, files, versions) => {
    expect(ask({}, versions)).toBe('stopped');
    expect(ask(files, versions)).toBe('open');
  });

  test.each<[string, Files, Parameters<typeof openCloud>[1]]>([
    ['another program', inUnit('glance-scrubber', `Environment=${opened}`), {}],
    ['a unit that does not start Glance', inUnit('glance-api', `Environment=${opened}`), { launcher: 'mod_wsgi' }],
    ["uWSGI's file under another launcher", { 'glance/uwsgi.ini': `env = ${opened}\n` }, { launcher: 'mod_wsgi' }],
    ['a name in the wrong case', inUnit('glance-api', `Environment=${opened.toLowerCase()}`), {}],
    ['a library before stein', inUnit('glance-api', `Environment=${opened}`), { release: 'rocky', packages: {} }],
  ])('%s takes nothing away', (_, files, versions) => {
    expect(ask(files, versions)).toBe('stopped');
  });

  test('no edit of a file of options is proposed, and the line is named', () => {
    const cinder = 'Environment=OS_DEFAULT__VERIFY_GLANCE_SIGNATURES=disabled';
    const files = { 'nova/nova.conf': nova, ...inUnit('cinder-volume', cinder) };
    const { attacks } = judge(openCloud(files));
    const found = attacks.find(({ attack }) => attack.id === 'sig-partly-signed-volume')?.answer;
    expect(found).toMatchObject({ verdict: 'open', fixes: [] });
    expect(found?.because).toContain('systemd/system/cinder-volume.service.d/50.conf:2');
    const shadowed = listFindings(openCloud({ ...glance, ...inUnit('glance-api', `Environment=${opened}`) }));
    expect(shadowed).toContain('medium shadowed-value glance/glance-api.conf:4 import_filtering_opts/allowed_hosts');
  });

  test('Nova and its API by their own units', () => {
    const unsigned: AttackId = 'sig-unsigned-boot';
    const off = 'Environment=OS_GLANCE__VERIFY_GLANCE_SIGNATURES=no OS_GLANCE__ENABLE_CERTIFICATE_VALIDATION=no';
    const askNova = (more: Files) => verdictOf(openCloud({ 'nova/nova.conf': nova, ...more }), unsigned);
    expect(askNova({})).toBe('stopped');
    expect(askNova(inUnit('nova-compute', off))).toBe('open');
    expect(askNova(inUnit('nova-scheduler', off))).toBe('stopped');
    const loose = { 'nova/loose/nova.conf': '[DEFAULT]\n' };
    const command = 'ExecStart=/usr/bin/nova-compute --config-file /etc/nova/loose/nova.conf';
    expect(askNova({ ...loose, ...inUnit('nova-compute', `ExecStart=\n${command}`) })).toBe('open');
    // Images are verified by what the compute node holds; volumes are refused by the API.
    const inApi = { 'nova/nova.conf': nova, ...loose };
    const cloud = openCloud({ ...inApi, ...inUnit('nova-api', 'Environment=OS_NOVA_CONFIG_DIR=/etc/nova/loose') });
    expect([unsigned, 'sig-volume-boot' as const].map((id) => verdictOf(cloud, id))).toEqual(['stopped', 'open']);
    const named = 'Environment=OS_NOVA_CONFIG_FILES=loose/nova.conf;nova.conf';
    expect(askNova({ ...loose, ...inUnit('nova-api', named) })).toBe('stopped');
  });
});

describe('stores that fetch from the host of a location', () => {
  const rules = { 'glance/policy.yaml': '"add_image_location": "role:member"\n"set_image_location": "role:member"\n' };
  const options = '[DEFAULT]\nshow_multiple_locations = true\n';
  const pinning = { release: '2026.2', packages: { glance: '33.0.0-6' } } as const;
  const ask = (lines: string, versions: Parameters<typeof openCloud>[1] = {}) =>
    openCloud(
      { ...rules, 'glance/glance-api.conf': `[paste_deploy]\nflavor = keystone\n${options}${lines}` },
      versions,
    );
  const ids: AttackId[] = ['ssrf-location-api', 'locations-patch'];

  test.each([
    ['an empty list of back ends: the other option counts, with its default', 'enabled_backends =\n'],
    ['a swift store', '[glance_store]\nstores = file,swift\n'],
    ['a swift store by its class', '[glance_store]\nstores = glance.store.swift.Store\n'],
    ['a swift store among several', 'enabled_backends = fs:file, objects:swift\n'],
    [
      'an endpoint of its own, with several tenants',
      '[glance_store]\nstores = swift\nswift_store_endpoint = https://swift.test/v1\nswift_store_multi_tenant = True\n',
    ],
  ])('%s opens the way', (_, lines) => {
    for (const id of ids) expect(verdictOf(ask(lines), id)).toBe('open');
  });

  test('the filter of newer code looks at http and at nothing else', () => {
    const filter = '[import_filtering_opts]\nallowed_hosts = [images.example.org]\n';
    const http = '[glance_store]\nstores = file,http\n';
    const swift = '[glance_store]\nstores = file,http,swift\n';
    for (const id of ids) {
      expect(verdictOf(ask(filter + http, pinning), id)).toBe('stopped');
      expect(verdictOf(ask(filter + swift, pinning), id)).toBe('open');
    }
  });

  test.each(['vmware', 'sheepdog', 'vendor_store', 'fs, swift'])(
    '%s: nobody is thanked, and nothing is surely open',
    (driver) => {
      const endpoint = 'swift_store_endpoint = https://swift.test/v1\n';
      const cloud = ask(`[glance_store]\nstores = file,${driver}\n${endpoint}`);
      for (const id of ids) expect(verdictOf(cloud, id)).toBe('not-applicable');
    },
  );

  test('files, ceph, volumes and s3 know no host but their own', () => {
    const cloud = ask('enabled_backends = fs:file, pool:rbd, volumes:cinder, objects:s3\n');
    expect(defencesOf(cloud, 'ssrf-location-api')).toEqual(['stores glance/glance-api.conf:5']);
    expect(defencesOf(cloud, 'locations-patch')).toEqual(['stores glance/glance-api.conf:5']);
  });

  test('redirects are those of the http store', () => {
    expect(verdictOf(ask('[glance_store]\nstores = swift\n'), 'ssrf-location-api-redirect')).toBe('stopped');
  });
});

describe('administrators by a rule of Nova and Cinder', () => {
  const cinder = (text: string): Files => ({ 'nova/nova.conf': nova, 'cinder/policy.yaml': text });
  const ask = (text: string) => verdictOf(openCloud(cinder(text)), 'sig-unsigned-volume');
  const rule = '"volume:create_from_image"';

  test.each([
    ['is_admin:True', `${rule}: "is_admin:True"\n`],
    ['the rule behind it', `${rule}: "rule:admin_api"\n`],
    ['a role of its own', `${rule}: "role:image_operator"\n`],
  ])('%s keeps members out', (_, text) => {
    expect(ask(text)).toBe('stopped');
  });

  test.each([
    ['members are administrators', `"context_is_admin": "role:member"\n${rule}: "is_admin:True"\n`],
    ['everybody is one', `"context_is_admin": ""\n${rule}: "rule:admin_api"\n`],
    ['a stranger decides', `"context_is_admin": "http://127.0.0.1/ask"\n${rule}: "is_admin:True"\n`],
    ['who holds less than a member passes', `${rule}: "not role:member"\n`],
    ['a caller may use its own', `${rule}: "user_id:%(user_id)s and not role:member"\n`],
  ])('%s', (_, text) => {
    expect(ask(text)).toBe('open');
  });

  test('of Nova too', () => {
    const rules = ['create', 'rebuild'].map(
      (act) => `"os_compute_api:servers:${act}:trusted_certs": "is_admin:True"\n`,
    );
    const policy = (first: string) => ({ 'nova/nova.conf': nova, 'nova/policy.yaml': first + rules.join('') });
    expect(verdictOf(openCloud(policy('')), 'sig-own-trusted-list')).toBe('stopped');
    const opened = openCloud(policy('"context_is_admin": "role:reader"\n'));
    expect(verdictOf(opened, 'sig-own-trusted-list')).toBe('open');
  });
});

describe('a pipeline that is not the one its name promises', () => {
  const conf = (more = '') => ({ 'glance/glance-api.conf': `[paste_deploy]\nflavor = keystone\n${more}` });
  const ask = (files: Files) => verdictOf(openCloud({ ...files }), 'config-empty-flavor');
  const shipped = (mounts: string, filter = 'paste.filter_factory = keystonemiddleware.auth_token:filter_factory') => ({
    ...conf(),
    'glance/glance-api-paste.ini': `[composite:glance-api-keystone]\npaste.composite_factory = glance.api:root_app_factory\n${mounts}\n[composite:api]\nkeystone = authtoken context rootapp\n[filter:authtoken]\n${filter}\n[filter:context]\npaste.filter_factory = glance.api.middleware.context:ContextMiddleware.factory\n`,
  });

  test.each<[string, Files]>([
    ['by name alone', conf()],
    ['with the file that RDO brings', conf('config_file = /usr/share/glance/glance-api-dist-paste.ini\n')],
    ['as it is shipped', shipped('/: api\n/healthcheck: healthcheck')],
    ['with the token filter by its egg', shipped('/: api', 'use = egg:keystonemiddleware#auth_token')],
  ])('%s it asks keystone', (_, files) => {
    expect(ask(files)).toBe('stopped');
  });

  test.each<[string, Files]>([
    ['in a file of the operator that is not here', conf('config_file = /opt/glance/paste.ini\n')],
    ['with a mount that goes past it', shipped('/: api\n/open: rootapp')],
    ['with another application at its root', shipped('/: rootapp')],
  ])('%s nobody can say', (_, files) => {
    expect(ask(files)).toBe('not-applicable');
  });

  test('a filter of the right name that is another one', () => {
    expect(ask(shipped('/: api', 'use = egg:oslo.middleware#cors'))).toBe('open');
  });
});

test('a drop-in for every service lifts a bound, unless one of the same name is meant more closely', () => {
  const bound = '[Service]\nLimitFSIZE=10G\n';
  const lifted = '[Service]\nLimitFSIZE=infinity\n';
  const ask = (file: string) => {
    const files = { 'systemd/system/glance-api.service.d/80-bounds.conf': bound, [`systemd/system/${file}`]: lifted };
    const layers = defencesOf(openCloud(files), 'dos-endless-download');
    return layers.some((layer) => layer.startsWith('process-bounds'));
  };
  expect(ask('service.d/90-all.conf')).toBe(false);
  expect(ask('glance-.service.d/90-all.conf')).toBe(false);
  expect(ask('service.d/70-all.conf')).toBe(true);
  expect(ask('service.d/80-bounds.conf')).toBe(true);
  expect(ask('nova-.service.d/90-all.conf')).toBe(true);
});

describe('an import filter that cannot be read', () => {
  const filter = (debug: boolean, line: string): Files => ({
    'glance/glance-api.conf': `[DEFAULT]\ndebug = ${debug}\nenabled_import_methods = [web-download,glance-download]\n[paste_deploy]\nflavor = keystone\n[import_filtering_opts]\n${line}\n`,
    'glance/policy.yaml': '"publicize_image": ""\n',
  });

  test.each(['allowed_hosts = *.debian.org', 'disallowed_ports = [none]'])('%s: Glance runs without it', (line) => {
    const cloud = openCloud(filter(false, line));
    expect(verdictOf(cloud, 'sharing-public-by-member')).toBe('open');
    const { attacks } = judge(cloud);
    const answerOf = (id: AttackId) => attacks.find(({ attack }) => attack.id === id)?.answer;
    expect(answerOf('sharing-public-by-member')?.verdict).toBe('open');
    for (const id of ['ssrf-metadata-address', 'ssrf-glance-download-token', 'dos-endless-download'] as const) {
      const answer = answerOf(id);
      expect(answer).toMatchObject({ verdict: 'stopped', defences: [{ layer: 'glance-code', isException: true }] });
    }
  });

  test('with debug it does not start', () => {
    const { attacks } = judge(openCloud(filter(true, 'allowed_hosts = *.debian.org')));
    expect(new Set(attacks.map(({ answer }) => answer.verdict))).toEqual(new Set(['not-applicable']));
  });
});
