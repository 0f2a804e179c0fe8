// Volumes made of images under signatures: what Nova asks of Cinder for members, marks and mappings that an image brings, clones.
import type { AttackId } from '../../../src/checks';
import { type Files, openCloud, verdictOf } from './clouds';

const all = `[glance]
verify_glance_signatures = true
enable_certificate_validation = true
default_trusted_certificate_ids = 6b2a8a3e-0b1f-4d3a-9c55-0d6b6b1d2c3f
`;

const mappingsProtected: Files = {
  'glance/glance-api.conf': '[DEFAULT]\nproperty_protection_file = p.ini\n[paste_deploy]\nflavor = keystone\n',
  'glance/p.ini': '[^block_device_mapping$]\ncreate = admin\nread = @\nupdate = admin\ndelete = @\n',
};

// Run with Nova 26.2.2, 31.0.0 and 34.0.0: the root disk is the volume that the image names, and no rule is asked about it.
test('a root volume may be named by an image', () => {
  const rule = { 'nova/policy.yaml': '"os_compute_api:servers:create:attach_volume": "role:admin"\n' };
  const ask = (files: Files) =>
    verdictOf(openCloud({ 'nova/nova.conf': all, ...files }), 'sig-volume-root-beside-image');
  expect(ask(rule)).toBe('open');
  expect(ask(mappingsProtected)).toBe('open');
  expect(ask({ ...rule, ...mappingsProtected })).toBe('stopped');
  expect(ask({ 'nova/policy.yaml': '"os_compute_api:servers:create": "role:admin"\n' })).toBe('stopped');
  const unread = { ...rule, 'glance/glance-api.conf': '[DEFAULT]\nproperty_protection_file = elsewhere.ini\n' };
  expect(ask(unread)).toBe('not-applicable');
});

describe('what Nova asks of Cinder for a member', () => {
  const volumes: AttackId[] = ['sig-unsigned-volume', 'sig-volume-reimage'];
  const services = ['volume:create_from_image', 'volume:reimage_reserved']
    .map((rule) => `"${rule}": "role:admin or service_roles:service"\n`)
    .join('');
  const ofCinder = `"volume:reimage": "role:admin"\n${services}`;
  const ofNova =
    '"os_compute_api:servers:create:attach_volume": "role:admin"\n"os_compute_api:servers:rebuild": "role:admin"\n';
  const ask = (nova: Files, rules = '{}\n') => {
    const cloud = openCloud({ 'cinder/policy.yaml': ofCinder, 'nova/policy.yaml': rules, ...nova });
    return volumes.map((id) => verdictOf(cloud, id));
  };
  const sends = '[service_user]\nsend_service_user_token = true\n';

  test('a rule for services lets members in where Nova sends its token', () => {
    expect(ask({ 'nova/nova.conf': all + sends })).toEqual(['open', 'open']);
    expect(ask({ 'nova/nova.conf.d/50.conf': all })).toEqual(['open', 'open']);
    expect(ask({ 'nova/nova.conf': all })).toEqual(['stopped', 'stopped']);
  });

  test('unless the member may not ask Nova', () => {
    expect(ask({ 'nova/nova.conf': all + sends }, ofNova)).toEqual(['open', 'stopped']);
    expect(ask({ 'nova/nova.conf': all + sends, ...mappingsProtected }, ofNova)).toEqual(['stopped', 'stopped']);
  });
});

describe('the mark on a volume, written on the image it is made of', () => {
  const rules = ['volume_extension:volume_image_metadata:set', 'volume:reimage', 'volume:reimage_reserved'];
  const closed = rules.map((rule) => `"${rule}": "role:admin"\n`).join('');
  const ask = (cinder: string, policy = closed) => {
    const files = { 'nova/nova.conf': all, 'cinder/cinder.conf': cinder, 'cinder/policy.yaml': policy };
    return verdictOf(openCloud(files), 'sig-verified-mark');
  };
  const lvm = (more = '', own = '') =>
    `[DEFAULT]\nenabled_backends = a\nallowed_direct_url_schemes =\n${more}[a]\nvolume_driver = cinder.volume.drivers.lvm.LVMVolumeDriver\n${own}`;

  test.each([
    ['a download that writes it itself', lvm(), 'stopped'],
    ['a download that nobody verifies', lvm('verify_glance_signatures = disabled\n'), 'open'],
    ['a clone', lvm().replace('lvm.LVMVolumeDriver', 'rbd.RBDDriver'), 'open'],
    ['perhaps a clone', lvm().replace('lvm.LVMVolumeDriver', 'solidfire.SolidFireDriver'), 'not-applicable'],
    ['perhaps the cache', lvm('', 'image_volume_cache_enabled = true\n'), 'not-applicable'],
  ])('%s', (_, cinder, verdict) => {
    expect(ask(cinder)).toBe(verdict);
  });

  test('every rule is needed', () => {
    const all = `${closed}"volume:create_from_image": "role:admin"\n`;
    expect(ask('', all)).toBe('stopped');
    for (const rule of rules) expect(ask('', all.replace(`"${rule}": "role:admin"\n`, ''))).toBe('open');
  });
});

describe('ceph clones raw images alone', () => {
  const ids: AttackId[] = ['sig-rbd-clone', 'sig-snapshot-boot', 'sig-unshelve', 'sig-volume-clone'];
  const ask = (glance: string) => {
    const cinder = '[DEFAULT]\nenabled_backends = a\n[a]\nvolume_driver = cinder.volume.drivers.rbd.RBDDriver\n';
    const cloud = openCloud({
      'nova/nova.conf': `${all}[libvirt]\nimages_type = rbd\n`,
      'glance/glance-api.conf': `[DEFAULT]\nshow_image_direct_url = true\n${glance}`,
      'cinder/cinder.conf': cinder,
    });
    return ids.map((id) => verdictOf(cloud, id));
  };
  const formats = '[image_format]\ndisk_formats = qcow2,iso\n';

  test('where Glance takes none, no member makes one', () => {
    expect(ask('')).toEqual(['open', 'open', 'open', 'open']);
    expect(ask(formats)).toEqual(['not-applicable', 'stopped', 'stopped', 'not-applicable']);
  });

  test('the plugin that converts makes them', () => {
    const plugin = '[image_import_opts]\nimage_import_plugins = [image_conversion]\n';
    expect(ask(formats + plugin)).toEqual(['open', 'open', 'open', 'open']);
  });
});

test.each<[AttackId, readonly string[]]>([
  ['sig-own-trusted-list', ['os_compute_api:servers:create', 'os_compute_api:servers:rebuild']],
  ['sig-own-trusted-list', ['os_compute_api:servers:create', 'os_compute_api:servers:rebuild:trusted_certs']],
  ['sig-volume-boot', ['os_compute_api:servers:create']],
  ['sig-unshelve', ['os_compute_api:os-shelve:unshelve']],
  ['sig-snapshot-boot', ['os_compute_api:servers:create_image', 'os_compute_api:os-create-backup']],
])('%s is stopped where members may not begin it: %j', (id, rules) => {
  const ask = (closed: readonly string[]) => {
    const policy = ['other', ...closed].map((rule) => `"${rule}": "role:admin"\n`).join('');
    const nova = '[glance]\nverify_glance_signatures = true\n[libvirt]\nimages_type = rbd\n';
    const glance = '[DEFAULT]\nshow_image_direct_url = true\n';
    return verdictOf(
      openCloud({ 'nova/nova.conf': nova, 'nova/policy.yaml': policy, 'glance/glance-api.conf': glance }),
      id,
    );
  };
  expect(ask(rules)).toBe('stopped');
  for (const rule of rules) expect(ask(rules.filter((one) => one !== rule))).toBe('open');
});
