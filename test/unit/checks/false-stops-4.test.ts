// A fourth round: signatures told to one program of Nova alone, drivers made of one that clones, ways past rules and limits.
import { type AttackId, loadAttack } from '../../../src/checks';
import { judgeSignatures } from '../../../src/checks/mechanisms/signature-table';
import { renderRegisteredLimits } from '../../../src/documents/registered-limits/script';
import type { ReleaseName } from '../../../src/openstack/types';
import { applyFix, defencesOf, type Files, openCloud, verdictOf } from './clouds';

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

describe('a file that an option names is looked for beside the files of options', () => {
  const closed = ['create', 'rebuild'].map((act) => `"os_compute_api:servers:${act}:trusted_certs": "!"\n`).join('');
  const inUnit = (program: string, ...lines: readonly string[]): Files => ({
    [`systemd/system/${program}.service.d/50.conf`]: `[Service]\n${lines.join('\n')}\n`,
  });
  const ask = (files: Files, launcher: 'uwsgi' | 'eventlet' = 'uwsgi') => {
    const cloud = openCloud({ 'nova/nova.conf': all, 'nova/site/nova.conf': all, ...files }, { launcher });
    return verdictOf(cloud, 'sig-own-trusted-list');
  };
  const command = (...words: readonly string[]) =>
    inUnit('nova-api', 'ExecStart=', `ExecStart=/usr/bin/nova-api ${words.join(' ')}`);
  const main = '--config-file /etc/nova/nova.conf';

  test("Nova's own directory is the last but one", () => {
    const files = { 'nova/policy.yaml': closed, 'nova/site/policy.yaml': '{}\n' };
    expect(ask(files, 'eventlet')).toBe('stopped');
    expect(ask({ ...files, ...command(main, '--config-file /etc/nova/site/nova.conf') }, 'eventlet')).toBe('open');
    expect(ask({ ...files, ...command('--config-file /etc/nova/site/nova.conf', main) }, 'eventlet')).toBe('stopped');
    expect(ask({ ...files, ...command(main, '--config-dir /etc/nova/site') }, 'eventlet')).toBe('open');
    expect(ask({ ...files, ...inUnit('nova-api', 'Environment=OS_NOVA_CONFIG_DIR=/etc/nova/site') })).toBe('open');
  });

  test('a directory of rules too', () => {
    const files = { 'nova/policy.d/50.yaml': '{}\n', 'nova/site/policy.d/50.yaml': closed };
    expect(ask(files, 'eventlet')).toBe('open');
    expect(ask({ ...files, ...command(main, '--config-dir /etc/nova/site') }, 'eventlet')).toBe('stopped');
  });
});

describe('property protections', () => {
  const section = (pattern: string, who: string, indent = '') =>
    [`[${pattern}]`, `create = ${who}`, 'read = @', `update = ${who}`, `delete = ${who}`, ''].join(`\n${indent}`);
  const rest = section('.*', '@');
  const ask = (protections: string | null, more: Files = {}, lines = '', flavor = 'keystone') =>
    openCloud({
      'glance/glance-api.conf': `[DEFAULT]\nproperty_protection_file = protections.conf\n${lines}[image_import_opts]\nimage_import_plugins = [glacis_signature_required]\n[paste_deploy]\nflavor = ${flavor}\n`,
      ...(protections !== null && { 'glance/protections.conf': protections }),
      ...more,
    });
  const late: AttackId = 'sig-late-properties';
  const policies = 'property_protection_rule_format = policies\n';
  const signers = (check: string): Files => ({ 'glance/policy.yaml': `"signers": "${check}"\n` });

  test('sections that are indented are read as configparser reads them', () => {
    expect(verdictOf(ask(section('^img_signature', 'admin', '  ') + rest), late)).toBe('stopped');
    expect(verdictOf(ask(section('^img_signature', '@', '  ') + rest), late)).toBe('open');
  });

  // Asked of Glance 25.1.0, 30.0.0 and 33.0.0: it hands an empty target over.
  test.each([
    ['not project_id:%(owner)s', 'open'],
    ['role:admin or project_id:%(owner)s', 'stopped'],
    ['role:admin', 'stopped'],
    ["role:admin or 'x':%(visibility)s", 'stopped'],
  ])('a rule sees nothing of the image: %s', (check, verdict) => {
    expect(verdictOf(ask(section('^img_signature', 'signers') + rest, signers(check), policies), late)).toBe(verdict);
  });

  test('where headers are believed everybody is an administrator', () => {
    const closed = section('^img_signature', 'admin') + rest;
    expect(verdictOf(ask(closed, {}, '', 'trusted-auth'), late)).toBe('open');
    expect(verdictOf(ask(closed), late)).toBe('stopped');
  });

  test('what cannot be read or is not here proves nothing', () => {
    expect(verdictOf(ask(null), late)).toBe('not-applicable');
    expect(verdictOf(ask('junk\n'), late)).toBe('not-applicable');
    expect(verdictOf(ask(section('^img_(?=signature)', 'admin') + rest), late)).toBe('not-applicable');
    expect(verdictOf(ask(section('(?i)^IMG_SIGNATURE', 'admin') + rest), late)).toBe('stopped');
  });

  test('a file beside the options that the unit names comes first', () => {
    const files = { 'glance/site/protections.conf': rest, 'glance/site/glance-api.conf': '[DEFAULT]\n' };
    const closed = section('^img_signature', 'admin') + rest;
    const unit = `[Service]\nExecStart=\nExecStart=/usr/bin/glance-api --config-file /etc/glance/glance-api.conf --config-file /etc/glance/site/glance-api.conf\n`;
    const cloud = ask(closed, { ...files, 'systemd/system/glance-api.service.d/50.conf': unit });
    expect(verdictOf(cloud, late)).toBe('stopped');
    expect(verdictOf(openCloud(cloud.files, { launcher: 'eventlet' }), late)).toBe('open');
  });
});

describe('legacy tasks', () => {
  const keystone = '[paste_deploy]\nflavor = keystone\n';
  const closed = '"publicize_image": "role:admin"\n"communitize_image": "role:admin"\n';
  const ask = (rules: string, release: ReleaseName, glance = keystone, more: Files = {}) =>
    openCloud({ 'glance/glance-api.conf': glance, 'glance/policy.yaml': rules, ...more }, { release, packages: {} });
  const ids: AttackId[] = ['sharing-public-by-member', 'sharing-community-lookalike'];
  const opened = `${closed}"tasks_api_access": "role:member"\n`;

  // The code of tasks makes the image without a question from xena on (run on 25.1.0, 30.0.0 and 33.0.0).
  test.each<[ReleaseName, string]>([
    ['wallaby', 'stopped'],
    ['xena', 'open'],
    ['2025.1', 'open'],
    ['2026.2', 'open'],
  ])('make images of any visibility in %s: %s', (release, verdict) => {
    for (const id of ids) {
      expect(verdictOf(ask(opened, release), id)).toBe(verdict);
      expect(verdictOf(ask(closed, release), id)).toBe('stopped');
    }
  });

  test('both rules are told, and the fix closes what is open', () => {
    const rules = `${closed}"tasks_api_access": "role:admin"\n`;
    expect(defencesOf(ask(rules, '2025.1'), ids[0]!)).toEqual([
      'policy glance/policy.yaml:1',
      'policy glance/policy.yaml:3',
    ]);
    const cloud = ask(opened, '2025.1');
    const answer = loadAttack(ids[0]!).judge(cloud);
    const [fix] = answer.verdict === 'open' ? answer.fixes : [];
    expect(verdictOf(applyFix(cloud, fix!), ids[0]!)).toBe('stopped');
  });

  test('no import plugin sees them', () => {
    const glance = `${keystone}[DEFAULT]\nenabled_import_methods = []\n[image_import_opts]\nimage_import_plugins = [glacis_signature_required]\n`;
    const rules = '"upload_image": "role:admin"\n"add_image_location": "role:admin"\n';
    for (const release of ['wallaby', '2025.1'] as const) {
      expect(verdictOf(ask(rules, release, glance), 'sig-unsigned-stored')).toBe('stopped');
      const open = `${rules}"tasks_api_access": "role:member"\n`;
      expect(verdictOf(ask(open, release, glance), 'sig-unsigned-stored')).toBe('open');
    }
  });
});

test('a total of staged bytes holds as long as uploads under way are bounded', () => {
  const script = renderRegisteredLimits({
    region: 'one',
    limits: { image_count_total: 1, image_count_uploading: 7, image_size_total: 1, image_stage_total: 5 },
  });
  const ask = (text: string) =>
    openCloud({
      'glance/glance-api.conf': '[DEFAULT]\nuse_keystone_limits = true\n[paste_deploy]\nflavor = keystone\n',
      'keystone/glacis-registered-limits.sh': text,
    });
  expect(verdictOf(ask(script), 'dos-staging-fill')).toBe('stopped');
  expect(
    verdictOf(ask(script.replace('image_count_uploading 7', 'image_count_uploading -1')), 'dos-staging-fill'),
  ).toBe('open');
});
