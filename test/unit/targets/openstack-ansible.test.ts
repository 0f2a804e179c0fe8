// OpenStack-Ansible: what config_template does to YAML on its way into ini and policy files.
import { IntentProblems } from '../../../src/problems';
import { openstackAnsible } from '../../../src/targets/openstack-ansible';
import { documentsWith, openCloud, override, setting } from './documents';

const arrive = (variables: string, base: Record<string, string> = {}) =>
  openstackAnsible.toEtc(new Map([['user_glacis.yml', variables]]), new Map(Object.entries(base)));
const options = (lines: string) => `glance_glance_api_conf_overrides:\n  DEFAULT:\n${lines}`;

test.each([
  ["    enabled_import_methods: ['glance-direct']\n", 'enabled_import_methods = glance-direct'],
  ['    enabled_import_methods: "[glance-direct]"\n', 'enabled_import_methods = [glance-direct]'],
  ['    image_tag_quota: null\n', 'image_tag_quota = None'],
  ['    debug: false\n', 'debug = False'],
  ['    debug: yes\n', 'debug = True'],
  ['    image_size_cap: 137438953472\n', 'image_size_cap = 137438953472'],
  ['    node: {b: {}, a: {}}\n', 'node = a\nnode = b'],
])('%j becomes %j', (given, written) => {
  expect(arrive(options(given)).get('glance/glance-api.conf')).toBe(`[DEFAULT]\n${written}\n`);
});

test('an option beside the sections is one of the default section', () => {
  const text =
    'glance_glance_api_conf_overrides:\n  DEFAULT: {debug: "true"}\n  enabled_import_methods: "[web-download]"\n';
  expect(arrive(text).get('glance/glance-api.conf')).toBe(
    '[DEFAULT]\ndebug = true\nenabled_import_methods = [web-download]\n',
  );
});

test.each(['{a: 1}', '[[a], b]', '[{a: 1}]', '1.5', '.inf', '9007199254740993'])(
  '%s is written in words of Python that no model knows: a problem',
  (value) => {
    expect(() => arrive(options(`    debug: ${value}\n`))).toThrow(IntentProblems);
    if (value.startsWith('[')) return;
    expect(() => arrive(`glance_policy_overrides:\n  add_image: ${value}\n`)).toThrow(IntentProblems);
  },
);

test('a list without its brackets stops Glance, and the judge says so', () => {
  const cloud = openCloud(arrive(options("    enabled_import_methods: ['glance-direct']\n")));
  expect(cloud.config('glance').get('DEFAULT', 'enabled_import_methods').error).not.toBeNull();
});

test('a key replaces what the role wrote, quotes of the role stay', () => {
  const base = { 'glance/glance-api.conf': '[DEFAULT]\ndebug = True\nlog_file = "/x"\n' };
  expect(arrive(options('    debug: "false"\n'), base).get('glance/glance-api.conf')).toBe(
    '[DEFAULT]\ndebug = false\nlog_file = "/x"\n',
  );
});

test('a policy check is split at commas into a list; a written one is refused for that', () => {
  const etc = arrive('glance_policy_overrides:\n  add_image: "role:a, role:b"\n');
  expect(etc.get('glance/policy.yaml')).toBe('"add_image": ["role:a", "role:b"]\n');
  const documents = documentsWith({ overrides: [override('glance', 'add_image', "'a,b':%(x)s")] });
  expect(() => openstackAnsible.layOut(documents)).toThrow(IntentProblems);
});

test.each(['{{ x }}', '{% x', '{# x'])('%j in a value or a check is refused: Ansible would render it', (mark) => {
  const inValue = documentsWith({ settings: [setting('glance', 'DEFAULT', 'public_endpoint', mark)] });
  const inCheck = documentsWith({ overrides: [override('glance', 'add_image', mark)] });
  expect(() => openstackAnsible.layOut(inValue)).toThrow(/unsafe-text/);
  expect(() => openstackAnsible.layOut(inCheck)).toThrow(/unsafe-text/);
});

test('several values become a mapping without values, the only way to several lines', () => {
  const documents = documentsWith({
    settings: [setting('glance', 'glance_store', 'filesystem_store_datadirs', ['/a', '/b'])],
  });
  const files = openstackAnsible.layOut(documents);
  expect(files.get('user_glacis.yml')).toContain('filesystem_store_datadirs:\n      "/a": {}\n      "/b": {}\n');
});

test('without any base the lines of the role count: locations are shown, the http store is on', () => {
  const cloud = openCloud(openstackAnsible.toEtc(openstackAnsible.layOut(documentsWith({}))));
  expect(cloud.config('glance').get('DEFAULT', 'show_multiple_locations').value).toBe(true);
});
