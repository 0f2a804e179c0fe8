// Signatures in files as they are met: what only looks like a demand is none, and what is given up is told as a loss.
import { type AttackId, attackIds } from '../../../src/checks';
import type { CloudVersions } from '../../../src/checks/cloud/configured-services';
import { diffClouds } from '../../../src/checks/diff/clouds';
import { judgeSignatures } from '../../../src/checks/mechanisms/signature-table';
import { composeStartCheck, composeStartUnit, START_CHECK } from '../../../src/documents/import-plugins/start-check';
import { type Files, listFindings, openCloud, verdictOf } from './clouds';

const switches = '[glance]\nverify_glance_signatures = true\nenable_certificate_validation = true\n';
const demanding: Files = { 'nova/nova.conf': `${switches}default_trusted_certificate_ids = a,b\n` };
const where = (files: Files, versions: Partial<CloudVersions> = {}) => openCloud(files, versions);
const isOpen = (id: AttackId, files: Files, versions: Partial<CloudVersions> = {}) =>
  verdictOf(where(files, versions), id) === 'open';

describe('a demand that only looks like one', () => {
  test.each([
    ['Nova as it is', '[DEFAULT]\n'],
    ['the option in [DEFAULT]', '[DEFAULT]\nverify_glance_signatures = true\n'],
    ['a comment', '[glance]\n#verify_glance_signatures = true\n'],
    ['overridden below', '[glance]\nverify_glance_signatures = true\nverify_glance_signatures = false\n'],
    ['validation alone, with an empty list', '[glance]\nenable_certificate_validation = true\n'],
    ['a list alone', '[glance]\ndefault_trusted_certificate_ids = a\n'],
  ])('%s', (_, text) => {
    expect(isOpen('sig-unsigned-boot', { 'nova/nova.conf': text })).toBe(true);
    expect(isOpen('sig-cached-base', { 'nova/nova.conf': text })).toBe(false);
  });

  test.each<[AttackId, Files]>([
    ['sig-unsigned-boot', { 'nova/nova.conf': '[glance]\nverify_glance_signatures = enabled\n' }],
    ['sig-rbd-clone', { ...demanding, 'nova/nova-compute.conf': '[libvirt]\nimages_type = RBD\n' }],
    ['sig-partly-signed-volume', { ...demanding, 'cinder/cinder.conf': '[DEFAULT]\nverify_glance_signatures = no\n' }],
    ['sig-unsigned-volume', { ...demanding, 'cinder/policy.yaml': '"volume:create_from_image":"@"\n' }],
  ])('%s: nothing is walked around in a service that does not work', (id, files) => {
    expect(verdictOf(where(files), id)).toBe('not-applicable');
  });

  test('what stops a program that has no part in it changes nothing', () => {
    const scheduler = { ...demanding, 'nova/nova-scheduler.conf': '[libvirt]\nimages_type = RBD\n' };
    expect(verdictOf(where(scheduler), 'sig-unsigned-boot')).toBe('stopped');
    const cinder = { ...demanding, 'cinder/cinder.conf': '[DEFAULT]\nverify_glance_signatures = no\n' };
    expect(verdictOf(where(cinder), 'sig-unsigned-boot')).toBe('stopped');
  });

  test('a list of blanks is empty: volumes boot', () => {
    expect(isOpen('sig-volume-boot', { 'nova/nova.conf': `${switches}default_trusted_certificate_ids = ,\n` })).toBe(
      true,
    );
    expect(isOpen('sig-volume-boot', demanding)).toBe(false);
  });

  test('without any file of Nova nobody says what it demands', () => {
    expect(verdictOf(where({ 'glance/glance-api.conf': '[DEFAULT]\n' }), 'sig-unsigned-boot')).toBe('not-applicable');
  });
});

test('a region that demands nothing is told once', () => {
  const cloud = where({ 'nova/nova.conf': '[DEFAULT]\n' });
  const open = attackIds.filter((id) => id.startsWith('sig-') && verdictOf(cloud, id) === 'open');
  expect(open).toEqual(['sig-unsigned-boot']);
});

describe('the import plugin', () => {
  const unit = composeStartUnit('glance-api.service', '/usr/bin/python3');
  const files: Files = {
    'glance/glance-api.conf': '[image_import_opts]\nimage_import_plugins = [glacis_signature_required]\n',
    'glance/policy.yaml': '"upload_image": "!"\n"add_image_location": "!"\n',
    [START_CHECK]: composeStartCheck(['glacis_signature_required']),
    [`systemd/system/${unit.name}`]: unit.text,
  };
  const without = (path: string) => Object.fromEntries(Object.entries(files).filter(([file]) => file !== path));

  test('is credited when its start is checked and the ways past it are closed', () => {
    expect(verdictOf(where(files), 'sig-unsigned-stored')).toBe('stopped');
  });

  test.each([[START_CHECK], [`systemd/system/${unit.name}`], ['glance/policy.yaml']])('is not without %s', (path) => {
    expect(isOpen('sig-unsigned-stored', without(path))).toBe(true);
  });

  test('is not when the check names another plugin, or another unit starts Glance', () => {
    expect(isOpen('sig-unsigned-stored', { ...files, [START_CHECK]: composeStartCheck(['other']) })).toBe(true);
    expect(isOpen('sig-unsigned-stored', files, { launcher: 'mod_wsgi' })).toBe(true);
  });
});

describe('property protections', () => {
  const rule = (who: string) => `create = ${who}\nread = @\nupdate = ${who}\ndelete = ${who}\n`;
  const judge = (text: string | null) => {
    const glance = '[DEFAULT]\nproperty_protection_file = /etc/glance/protections\n';
    const plugin = '[image_import_opts]\nimage_import_plugins = [glacis_signature_required]\n';
    return isOpen('sig-late-properties', {
      'glance/glance-api.conf': glance + plugin,
      ...(text !== null && { 'glance/protections': text }),
    });
  };

  test.each<[string, string | null, boolean]>([
    ['administrators alone', `[^img_signature]\n${rule('admin')}`, false],
    ['a catch-all above', `[.*]\n${rule('@')}[^img_signature]\n${rule('admin')}`, true],
    ['one property left out', `[img_signature_]\n${rule('admin')}[.*]\n${rule('@')}`, true],
    ['members named', `[img_signature]\n${rule('admin,Member')}`, true],
    ['a file that Glance cannot read: every request ends in an error', `[img_signature]\ncreate = admin\n`, false],
    ['a file that is not there: nobody can say', null, false],
    ['an empty file', '', true],
  ])('%s', (_, text, open) => {
    expect(judge(text)).toBe(open);
  });

  test.each([
    ['role:admin', false],
    ['role:admin or not role:member', true],
  ])('by the policy %s', (check, open) => {
    const glance = '[DEFAULT]\nproperty_protection_file = protections\nproperty_protection_rule_format = policies\n';
    const files = {
      'glance/glance-api.conf': `${glance}[image_import_opts]\nimage_import_plugins = [glacis_signature_required]\n[paste_deploy]\nflavor = keystone\n`,
      'glance/protections': `[img_signature]\n${rule('keepers')}`,
      'glance/policy.yaml': `"keepers": "${check}"\n`,
    };
    expect(isOpen('sig-late-properties', files)).toBe(open);
  });
});

test('the file that property_protection_file names is no file that is never read', () => {
  const text = '[.*]\ncreate = @\nread = @\nupdate = @\ndelete = @\n';
  const named = '[DEFAULT]\nproperty_protection_file = property-protections.conf\n';
  const find = (glance: string) =>
    listFindings(where({ 'glance/glance-api.conf': glance, 'glance/property-protections.conf': text }), [
      'file-never-read',
    ]);
  expect(find(named)).toEqual([]);
  expect(find('[DEFAULT]\n')).toHaveLength(1);
});

describe('what a change does', () => {
  const nothing: Files = { 'nova/nova.conf': '[DEFAULT]\n' };

  test('to demand signatures opens nothing, to give them up opens every boot', () => {
    const [off, on] = [where(nothing), where(demanding)];
    expect(diffClouds(off, on).attacksOpened).toEqual([]);
    expect(diffClouds(off, on).attacksClosed).toEqual(['sig-unsigned-boot']);
    expect(diffClouds(on, off).attacksOpened).toEqual(['sig-unsigned-boot']);
    expect(diffClouds(on, off).attacksClosed).toEqual([]);
  });

  test('a way around that is new where signatures are demanded is told', () => {
    const ceph: Files = { 'nova/nova.conf': `${demanding['nova/nova.conf']}[libvirt]\nimages_type = rbd\n` };
    expect(diffClouds(where(demanding), where(ceph)).attacksOpened).toContain('sig-rbd-clone');
  });
});

test('the table follows the files', () => {
  const find = (files: Files, service: string, path: string, versions: Partial<CloudVersions> = {}) =>
    judgeSignatures(where(files, versions)).find((row) => row.service === service && row.path === path)?.ends;
  expect(find({}, 'nova', 'download')).toMatchObject({ N: 'unverified', UT: 'unverified' });
  expect(find(demanding, 'nova', 'download')).toMatchObject({ N: 'stopped', OK: 'verified', UT: 'stopped' });
  expect(find(demanding, 'cinder', 'download')).toMatchObject({ N: 'unverified', UT: 'verified', P: 'stopped' });
  const off = { 'cinder/cinder.conf': '[DEFAULT]\nverify_glance_signatures = disabled\n' };
  expect(find(off, 'cinder', 'download')).toMatchObject({ P: 'unverified' });
  expect(find(demanding, 'cinder', 'reimage', { release: 'xena', packages: {} })).toMatchObject({ N: 'absent' });
});

test('up to wallaby a rule hides the locations without which ceph clones nothing', () => {
  const ask = (release: 'wallaby' | 'xena', check: string) =>
    isOpen(
      'sig-rbd-clone',
      {
        'nova/nova.conf': '[glance]\nverify_glance_signatures = true\n[libvirt]\nimages_type = rbd\n',
        'glance/glance-api.conf': '[DEFAULT]\nshow_image_direct_url = true\n[paste_deploy]\nflavor = keystone\n',
        'glance/policy.yaml': `"get_image_location": "${check}"\n`,
      },
      { release, packages: {} },
    );
  expect([ask('wallaby', 'role:admin'), ask('wallaby', 'role:member'), ask('xena', 'role:admin')]).toEqual([
    false,
    true,
    true,
  ]);
});
