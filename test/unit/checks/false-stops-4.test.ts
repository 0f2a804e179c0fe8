// A fourth round: signatures told to one program of Nova alone, and drivers made of one that clones.
import type { AttackId } from '../../../src/checks';
import { judgeSignatures } from '../../../src/checks/mechanisms/signature-table';
import { defencesOf, type Files, openCloud, verdictOf } from './clouds';

const verify = 'verify_glance_signatures = true\n';
const validate = 'enable_certificate_validation = true\n';
const list = 'default_trusted_certificate_ids = 6b2a8a3e-0b1f-4d3a-9c55-0d6b6b1d2c3f\n';
const all = `[glance]\n${verify}${validate}${list}`;

describe('nova-api gives a server its certificates, nova-compute verifies', () => {
  const ids: AttackId[] = ['sig-unsigned-boot', 'sig-own-certificate', 'sig-volume-boot'];
  const verdicts = (nova: string, compute: string, more = '') => {
    const cloud = openCloud({ 'nova/nova.conf': `${more}${nova}`, 'nova/nova-compute.conf': compute });
    return ids.map((id) => verdictOf(cloud, id));
  };

  test('what stands in nova-compute.conf verifies images and refuses no volume', () => {
    expect(verdicts('', all)).toEqual(['stopped', 'stopped', 'open']);
    expect(verdicts(`[glance]\n${verify}`, `[glance]\n${validate}${list}`)).toEqual(['stopped', 'stopped', 'open']);
  });

  // An image that is signed names an unsigned kernel: the list that the server carries is not asked about it.
  test.each([
    ['all', 'verify_glance_signatures = false\nenable_certificate_validation = false\n', ['open', 'n/a', 'n/a']],
    ['verification', 'verify_glance_signatures = false\n', ['stopped', 'stopped', 'stopped']],
    ['validation', 'enable_certificate_validation = false\n', ['stopped', 'open', 'stopped']],
    ['the list', 'default_trusted_certificate_ids =\n', ['stopped', 'stopped', 'stopped']],
  ])('where nova-compute.conf takes %s back kernels are verified as it says', (_, lines, expected) => {
    const found = verdicts(all, `[glance]\n${lines}`);
    expect(found.map((verdict) => (verdict === 'not-applicable' ? 'n/a' : verdict))).toEqual(expected);
  });

  test('bare metal is refused by what the API gives, not by what the compute node holds', () => {
    const ironic = '[DEFAULT]\ncompute_driver = ironic.IronicDriver\n';
    const ask = (nova: string, compute: string) =>
      verdictOf(openCloud({ 'nova/nova.conf': ironic + nova, 'nova/nova-compute.conf': compute }), 'sig-ironic');
    expect(ask('', all)).toBe('open');
    expect(ask(all, '')).toBe('stopped');
  });

  test('the table says the same', () => {
    const cloud = openCloud({ 'nova/nova.conf': '', 'nova/nova-compute.conf': all });
    const ends = (path: string) => judgeSignatures(cloud).find((row) => row.path === path)?.ends.UT;
    expect([ends('download'), ends('ironic'), ends('empty-image-ref')]).toEqual([
      'stopped',
      'unverified',
      'unverified',
    ]);
  });
});

describe('volumes in ceph', () => {
  const ask = (driver: string, glance: string) => {
    const files: Files = {
      'nova/nova.conf': all,
      'glance/glance-api.conf': `[DEFAULT]\n${glance}`,
      'cinder/cinder.conf': `[DEFAULT]\nenabled_backends = a\nallowed_direct_url_schemes =\n[a]\nvolume_driver = ${driver}\n`,
    };
    const at = (release: 'xena' | '2025.1') =>
      defencesOf(openCloud(files, { release, packages: {} }), 'sig-volume-clone');
    const open = (release: 'xena' | '2025.1') =>
      verdictOf(openCloud(files, { release, packages: {} }), 'sig-volume-clone') === 'open';
    return { at, open };
  };

  test('the driver that gives images out over iSCSI clones them as RBD does', () => {
    const driver = 'cinder.volume.drivers.ceph.rbd_iscsi.RBDISCSIDriver';
    expect(ask(driver, 'show_image_direct_url = true\n').open('xena')).toBe(true);
    expect(ask(driver, '').open('2025.1')).toBe(true);
    expect(ask(driver, '').at('xena')).toEqual(['storage-paths cinder/cinder.conf:3']);
  });

  test('another driver of that folder is credited with nothing', () => {
    expect(ask('cinder.volume.drivers.ceph.other.Driver', '').at('2025.1')).toEqual([]);
  });
});
