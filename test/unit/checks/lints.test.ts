// Mistakes as they are met in the wild: each must be found, at its line, and what is merely unusual must not.
import { dropIn, type Files, levels, listFindings, openCloud } from './clouds';

const api = 'glance/glance-api.conf';
/** None of these trees says where images are staged, which scratch-in-tmp tells of each. */
const findings = (files: Files, versions = {}) =>
  listFindings(openCloud(files, versions)).filter((finding) => !finding.includes('scratch-in-tmp'));
const drop = 'glance/glance.conf.d/50-import.conf';

describe('published mistakes', () => {
  test.each<[string, Files, string]>([
    [
      'the whole filter under DEFAULT',
      { [api]: '[DEFAULT]\nallowed_hosts = [images.example.org]\n' },
      `high wrong-section ${api}:2 DEFAULT/allowed_hosts`,
    ],
    [
      'enable_import_methods',
      { [api]: '[DEFAULT]\nenable_import_methods = [glance-direct]\n' },
      `high unknown-option ${api}:2 DEFAULT/enable_import_methods`,
    ],
    [
      'disallowed_uris',
      dropIn("disallowed_uris = ['^.*169.254.*$']"),
      `high unknown-option ${drop}:2 import_filtering_opts/disallowed_uris`,
    ],
    [
      'a lone disallowed_ports',
      dropIn('disallowed_ports = [22]'),
      `medium inert-list ${drop}:2 import_filtering_opts/disallowed_ports`,
    ],
    [
      'a lone disallowed_schemes',
      dropIn('disallowed_schemes = [file]'),
      `medium inert-list ${drop}:2 import_filtering_opts/disallowed_schemes`,
    ],
    [
      'both host lists',
      dropIn('allowed_hosts = [a.example]', 'disallowed_hosts = [b.example]'),
      `medium inert-list ${drop}:3 import_filtering_opts/disallowed_hosts`,
    ],
    [
      'quoted hosts',
      dropIn("allowed_hosts = ['images.example.org']"),
      `high wrong-value-type ${drop}:2 import_filtering_opts/allowed_hosts`,
    ],
    [
      'missing brackets',
      dropIn('allowed_schemes = https'),
      `high wrong-value-type ${drop}:2 import_filtering_opts/allowed_schemes`,
    ],
    [
      'methods without brackets',
      { [api]: '[DEFAULT]\nenabled_import_methods = glance-direct\n' },
      `high wrong-value-type ${api}:2 DEFAULT/enabled_import_methods`,
    ],
    [
      'a port range',
      dropIn('allowed_ports = [8000-9000]'),
      `high wrong-value-type ${drop}:2 import_filtering_opts/allowed_ports`,
    ],
    ['port 0', dropIn('allowed_ports = [0]'), `high wrong-value-type ${drop}:2 import_filtering_opts/allowed_ports`],
    [
      'a host with a port',
      dropIn('allowed_hosts = [images.example.org:443]'),
      `high wrong-value-type ${drop}:2 import_filtering_opts/allowed_hosts`,
    ],
    [
      'an upper-case deny entry',
      dropIn('disallowed_hosts = [Metadata.Google.Internal]'),
      `high case-never-matches ${drop}:2 import_filtering_opts/disallowed_hosts`,
    ],
    [
      'an upper-case allow entry',
      dropIn('allowed_hosts = [Images.Example.Org]'),
      `low case-never-matches ${drop}:2 import_filtering_opts/allowed_hosts`,
    ],
    [
      'an upper-case scheme',
      dropIn('allowed_schemes = [HTTPS]'),
      `low case-never-matches ${drop}:2 import_filtering_opts/allowed_schemes`,
    ],
    [
      'a boolean where cinder wants a word',
      { 'cinder/cinder.conf': '[DEFAULT]\nverify_glance_signatures = True\n' },
      'high wrong-value-type cinder/cinder.conf:2 DEFAULT/verify_glance_signatures',
    ],
    [
      'the signature switch under DEFAULT of nova',
      { 'nova/nova.conf': '[DEFAULT]\nverify_glance_signatures = True\n' },
      'high wrong-section nova/nova.conf:2 DEFAULT/verify_glance_signatures',
    ],
    [
      'the v1 switch of long ago',
      { [api]: '[DEFAULT]\nenable_v1_api = false\n' },
      `medium unknown-option ${api}:2 DEFAULT/enable_v1_api`,
    ],
    [
      'import_image',
      { 'glance/policy.yaml': '"import_image": "!"\n' },
      'medium policy-rule-unknown glance/policy.yaml:1 import_image',
    ],
    [
      'copy_from',
      { 'glance/policy.yaml': '"copy_from": "!"\n' },
      'medium policy-rule-unknown glance/policy.yaml:1 copy_from',
    ],
    [
      'a reference to nothing',
      { 'glance/policy.yaml': '"add_image": "rule:creators"\n' },
      'high policy-rule-syntax glance/policy.yaml:1 add_image',
    ],
    [
      'a circle',
      { 'glance/policy.yaml': '"a": "rule:b"\n"b": "rule:a"\n"add_image": "rule:a"\n' },
      'high policy-rule-syntax glance/policy.yaml:1 a',
    ],
    [
      'a rule opened to all',
      { 'glance/policy.yaml': '"publicize_image": ""\n' },
      'medium policy-weaker-than-default glance/policy.yaml:1 publicize_image',
    ],
    [
      'tasks opened to members',
      { 'glance/policy.yaml': '"tasks_api_access": "role:member"\n' },
      'medium policy-weaker-than-default glance/policy.yaml:1 tasks_api_access',
    ],
    [
      'bytes of another encoding, even in a comment',
      { 'glance/glance-api.conf': '[DEFAULT]\n# caf\ufffd\n' },
      'high file-does-not-load glance/glance-api.conf:2 glance/glance-api.conf',
    ],
    [
      'broken YAML',
      { 'glance/policy.yaml': '"add_image": "!"\n"delete_image" "!"\n' },
      'high file-does-not-load glance/policy.yaml:2 glance/policy.yaml',
    ],
  ])('%s', (_, files, finding) => {
    expect(findings(files)).toContain(finding);
  });

  test('a filter in the file that eventlet does not read', () => {
    const file = 'glance/glance-image-import.conf';
    const files = { [file]: '[import_filtering_opts]\nallowed_hosts = [images.example.org]\n' };
    const finding = `high file-never-read ${file}:2 import_filtering_opts/allowed_hosts`;
    expect(findings(files, { launcher: 'eventlet' })).toContain(finding);
    expect(findings(files, { launcher: 'uwsgi' })).toEqual([]);
  });

  test('a filter in the directory that uWSGI does not read', () => {
    const file = 'glance/glance-api.conf.d/50.conf';
    const files = { [file]: '[import_filtering_opts]\nallowed_hosts = [images.example.org]\n' };
    const finding = `high file-never-read ${file}:2 import_filtering_opts/allowed_hosts`;
    expect(findings(files, { launcher: 'uwsgi' })).toContain(finding);
    expect(findings(files, { launcher: 'eventlet' })).toEqual([]);
    expect(findings(files, { ...levels.H, launcher: 'uwsgi' })).toEqual([]);
  });

  test.each(['glance-cache', 'glance-swift', 'glance-swift-store', 'rootwrap'])(
    '%s.conf has a reader of its own',
    (name) => {
      const file = `glance/${name}.conf`;
      expect(findings({ [file]: '[ref1]\nuser = a\n' })).toEqual([]);
      const filter = '[import_filtering_opts]\nallowed_hosts = [images.example.org]\n';
      expect(findings({ [file]: filter })).toContain(
        `high file-never-read ${file}:2 import_filtering_opts/allowed_hosts`,
      );
    },
  );

  test('a filter that a later file overrides, and which line wins', () => {
    const files = {
      'glance/glance-image-import.conf': '[import_filtering_opts]\nallowed_hosts = [images.example.org]\n',
      [api]: '[import_filtering_opts]\nallowed_hosts = []\n',
    };
    expect(findings(files)).toEqual([
      'medium shadowed-value glance/glance-image-import.conf:2 import_filtering_opts/allowed_hosts',
    ]);
    expect(findings({ ...files, [api]: files['glance/glance-image-import.conf'] })).toEqual([]);
  });

  test('an option of a later release is told apart from one that never was', () => {
    const text = '[image_format]\nrequire_image_format_match = true\n';
    const finding = `medium unknown-option ${api}:2 image_format/require_image_format_match`;
    expect(findings({ [api]: text }, levels.Z5)).toEqual([finding]);
    expect(findings({ [api]: text }, levels.E2)).toEqual([]);
  });
});

describe('unusual and sound', () => {
  test.each<[string, Files]>([
    ['quoted schemes', dropIn("allowed_schemes = ['https']")],
    ['a colon for the equals sign', dropIn('allowed_hosts: [images.example.org]')],
    ['one pair of quotes round the whole value', dropIn('allowed_hosts = "[images.example.org]"')],
    ['Windows line ends', { [drop]: '[import_filtering_opts]\r\nallowed_hosts = [images.example.org]\r\n' }],
    ['another case of the section', { [drop]: '[Import_Filtering_Opts]\nallowed_hosts = [images.example.org]\n' }],
    ['a deprecated home of an option', { [api]: '[DEFAULT]\ndisk_formats = qcow2,raw\n' }],
    [
      'an option of a store that the file itself names',
      { [api]: '[DEFAULT]\nenabled_backends = gold:file\n[gold]\nfilesystem_store_datadir = /srv\n' },
    ],
    [
      'a rule that only other rules ask',
      {
        'glance/policy.yaml':
          '"own": "service_roles:service and role:member and project_id:%(project_id)s and project_id:%(owner)s"\n"add_image": "role:admin or rule:own"\n',
      },
    ],
    ['an empty policy file', { 'glance/policy.yaml': '# nothing here\n' }],
    ['every list emptied', dropIn('allowed_hosts = []', 'disallowed_hosts = []')],
    ['cinder with the word it wants', { 'cinder/cinder.conf': '[DEFAULT]\nverify_glance_signatures = disabled\n' }],
    [
      'the TLS switch of nova',
      {
        'nova/nova.conf':
          '[glance]\ncafile = /etc/ssl/ca.pem\ninsecure = false\n[api_database]\nconnection = sqlite://\n',
      },
    ],
  ])('%s', (_, files) => {
    expect(findings(files)).toEqual([]);
  });
});

test('no message carries a control character of a file', () => {
  const cloud = openCloud({
    'glance/policy.yaml': '"add_image\\u001b[31m": "!"\n"delete_image": "rule:\\u0007x"\n',
    [api]: '[DEFAULT]\nenabled_import_method\u001b[2J = x\n[import\u001b_filtering]\nallowed_hosts = [\u001b]\n',
  });
  expect(findings(Object.fromEntries(cloud.files)).join('\n')).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
});
