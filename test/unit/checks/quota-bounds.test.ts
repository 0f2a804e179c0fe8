// Bounds of the process and limits in Keystone: what counts, and what only looks like it.
import { renderRegisteredLimits } from '../../../src/documents/registered-limits/script';
import { defencesOf, type Files, levels, openCloud, verdictOf } from './clouds';

const dropIn = 'systemd/system/glance-api.service.d/50-bounds.conf';
const mount = 'systemd/system/srv-staging.mount';
const glance = 'glance/glance.conf.d/50.conf';
const staged = { [glance]: '[DEFAULT]\nnode_staging_uri = file:///srv/staging/\n' };
const mounted = { [mount]: '[Mount]\nWhat=/dev/sdb1\nWhere=/srv/staging\nType=xfs\n' };
const required = { [dropIn]: '[Unit]\nRequiresMountsFor=/srv/staging\n' };
const fill = 'dos-staging-fill';

describe('a staging filesystem', () => {
  test('counts when it is mounted where Glance stages, and Glance needs it', () => {
    expect(defencesOf(openCloud({ ...staged, ...mounted, ...required }), fill)).toEqual([
      `staging-filesystem ${mount}:3`,
    ]);
    const byName = { [dropIn]: '[Unit]\nRequires=srv-staging.mount\nAfter=srv-staging.mount\n' };
    expect(verdictOf(openCloud({ ...staged, ...mounted, ...byName }), fill)).toBe('stopped');
  });

  test.each<[string, Files]>([
    ['that Glance does without', { ...staged, ...mounted }],
    ['elsewhere', { ...mounted, ...required }],
    ['without a mount unit', { ...staged, ...required }],
    [
      'in a unit of another name, which systemd refuses',
      { ...staged, ...required, 'systemd/system/staging.mount': mounted[mount] },
    ],
    ['that is a bind of the same disk', { ...staged, ...required, [mount]: `${mounted[mount]}Options=bind\n` }],
    [
      'in memory without a size',
      { ...staged, ...required, [mount]: '[Mount]\nWhat=tmpfs\nWhere=/srv/staging\nType=tmpfs\n' },
    ],
    [
      'of a size that tmpfs takes for none',
      {
        ...staged,
        ...required,
        [mount]: '[Mount]\nWhat=tmpfs\nWhere=/srv/staging\nType=tmpfs\nOptions=size=1g,size=0\n',
      },
    ],
    ['that shares its space', { ...staged, ...required, [mount]: `${mounted[mount]}Options=noexec,subvol=@staging\n` }],
    [
      'that a condition may skip',
      { ...staged, ...required, [mount]: `${mounted[mount]}[Unit]\nConditionPathExists=/x\n` },
    ],
    ['that is required in no order', { ...staged, ...mounted, [dropIn]: '[Unit]\nRequires=srv-staging.mount\n' }],
    [
      'that holds more than staging',
      { ...staged, ...required, 'systemd/system/srv.mount': '[Mount]\nWhat=/dev/sdb1\nWhere=/srv\nType=xfs\n' },
    ],
    ['on a network', { ...staged, ...required, [mount]: '[Mount]\nWhat=nas:/x\nWhere=/srv/staging\nType=nfs\n' }],
    [
      'for a store that is not the staging one',
      { ...mounted, ...required, [glance]: `${staged[glance]}enabled_backends = a:file\n` },
    ],
  ])('%s does not count', (_, files) => {
    expect(verdictOf(openCloud(files), fill)).toBe('open');
  });

  test('with enabled_backends the reserved store decides', () => {
    const text =
      '[DEFAULT]\nenabled_backends = a:file\n[os_glance_staging_store]\nfilesystem_store_datadir = /srv/staging\n';
    expect(verdictOf(openCloud({ ...mounted, ...required, [glance]: text }), fill)).toBe('stopped');
  });
});

describe('bounds of the process', () => {
  const plugins = { [glance]: '[image_import_opts]\nimage_import_plugins = [image_decompression,image_conversion]\n' };
  const bomb = (service: string, launcher: 'uwsgi' | 'mod_wsgi' = 'uwsgi') =>
    verdictOf(openCloud({ ...plugins, [dropIn]: `[Service]\n${service}\n` }, { launcher }), 'dos-gzip-bomb');
  const conversion = (service: string) =>
    verdictOf(
      openCloud({ ...plugins, [dropIn]: `[Service]\n${service}\n` }, { launcher: 'eventlet' }),
      'dos-conversion-exhaustion',
    );

  test.each([
    ['LimitFSIZE=128G', 'stopped'],
    ['LimitFSIZE=1G:64G', 'stopped'],
    ['LimitFSIZE=1G:infinity', 'open'],
    ['LimitFSIZE=infinity', 'open'],
    ['LimitFSIZE=100T', 'open'],
    ['LimitFSIZE=128G\nLimitFSIZE=', 'open'],
    ['LimitNOFILE=128', 'open'],
  ])('%j against an archive', (service, verdict) => {
    expect(bomb(service)).toBe(verdict);
  });

  test('a drop-in of glance-api.service bounds nothing that Apache runs', () => {
    expect(bomb('LimitFSIZE=128G', 'mod_wsgi')).toBe('open');
  });

  test.each([
    ['MemoryMax=8G\nCPUQuota=400%', 'stopped'],
    ['MemoryMax=8G', 'open'],
    ['CPUQuota=400%', 'open'],
    ['MemoryMax=8GB\nCPUQuota=400%', 'open'],
    ['MemoryMax=0\nCPUQuota=400%', 'open'],
    ['MemoryMax=8G\nCPUQuota=0%', 'open'],
    ['MemoryMax=8G\nCPUQuota=99999%', 'open'],
    ['MemoryMax=infinity\nCPUQuota=400%', 'open'],
    ['MemoryHigh=8G\nCPUWeight=10', 'open'],
  ])('%j against a conversion', (service, verdict) => {
    expect(conversion(service)).toBe(verdict);
  });

  test('under uWSGI the conversion ends before qemu-img begins', () => {
    expect(verdictOf(openCloud(plugins), 'dos-conversion-exhaustion')).toBe('not-applicable');
    expect(verdictOf(openCloud(plugins), 'dos-huge-virtual-size')).toBe('not-applicable');
    expect(verdictOf(openCloud(plugins, { launcher: 'eventlet' }), 'dos-huge-virtual-size')).toBe('open');
  });
});

describe('unified limits', () => {
  const on = { [glance]: '[DEFAULT]\nuse_keystone_limits = true\n' };
  const limits = { image_count_total: 10, image_count_uploading: 2, image_size_total: 9, image_stage_total: 9 };
  const script = renderRegisteredLimits({ region: 'R', limits });
  const path = 'keystone/glacis-registered-limits.sh';
  const flood = 'dos-image-create-flood';

  test('with the script they count; without it, or with another, nobody can say', () => {
    expect(verdictOf(openCloud({ ...on, [path]: script }), flood)).toBe('stopped');
    expect(verdictOf(openCloud(on), flood)).toBe('not-applicable');
    expect(verdictOf(openCloud({ ...on, [path]: `exit 0\n${script}` }), flood)).toBe('not-applicable');
  });

  test('a limit of -1 ends nothing; one that is missing refuses everybody', () => {
    const unlimited = script.replace('image_count_total 10', 'image_count_total -1');
    expect(verdictOf(openCloud({ ...on, [path]: unlimited }), flood)).toBe('open');
    const missing = script.replace('register_limit image_count_total 10\n', '');
    expect(verdictOf(openCloud({ ...on, [path]: missing }), flood)).toBe('stopped');
  });

  test('the script alone does nothing, nor does the option before xena', () => {
    expect(verdictOf(openCloud({ [path]: script }), flood)).toBe('open');
    const wallaby = { release: 'wallaby', packages: {} } as const;
    expect(verdictOf(openCloud({ ...on, [path]: script }, wallaby), flood)).toBe('open');
  });

  test('deleted rows are not counted: the loop and the churn go on', () => {
    const cloud = openCloud({ ...on, [path]: script });
    expect(verdictOf(cloud, 'dos-create-delete-loop')).toBe('open');
    expect(verdictOf(cloud, 'dos-tag-churn')).toBe('open');
  });
});

test('the endless download: measured open on E2, ended by the code of zed u5 and 2026.2', () => {
  const verdictAt = (level: keyof typeof levels) => verdictOf(openCloud({}, levels[level]), 'dos-endless-download');
  expect([verdictAt('E2'), verdictAt('Z5'), verdictAt('H')]).toEqual(['open', 'stopped', 'stopped']);
});

test('policy that closes creation to members ends floods, and its service tokens stay out of reach for them', () => {
  const files = { 'glance/policy.d/90.yaml': '"add_image": "role:admin or service_roles:service"\n' };
  expect(verdictOf(openCloud(files), 'dos-image-create-flood')).toBe('stopped');
});
