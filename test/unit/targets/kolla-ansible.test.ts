// kolla-ansible: what its merge does to overrides, and what only its templates could say.
import { IntentProblems } from '../../../src/problems';
import { kollaAnsible } from '../../../src/targets/kolla-ansible';
import { documentsWith, openCloud, override, setting, usual } from './documents';

const conf = 'config/glance/glance-api.conf';
const arrive = (files: Record<string, string>, base: Record<string, string> = {}) =>
  kollaAnsible.toEtc(new Map(Object.entries(files)), new Map(Object.entries(base)));

test('the merge drops comments and keeps the last word of each key, weakest file first', () => {
  const files = {
    'config/global.conf': '[DEFAULT]\ndebug = true\nimage_size_cap = 1\n',
    'config/glance.conf': '[DEFAULT]\nimage_size_cap = 2\n# why\nimage_tag_quota = 2\n',
    [conf]: '[DEFAULT]\nimage_size_cap = 3\n',
  };
  expect(arrive(files).get('glance/glance-api.conf')).toBe(
    '[DEFAULT]\ndebug = true\nimage_size_cap = 3\nimage_tag_quota = 2\n',
  );
});

test('several lines of one key in a file are several values, and replace those of an earlier file', () => {
  const base = { 'glance/glance-api.conf': '[glance_store]\nfilesystem_store_datadirs = /old\n' };
  const files = { [conf]: '[glance_store]\nfilesystem_store_datadirs = /a\nfilesystem_store_datadirs = /b\n' };
  expect(arrive(files, base).get('glance/glance-api.conf')).toBe(
    '[glance_store]\nfilesystem_store_datadirs = /a\nfilesystem_store_datadirs = /b\n',
  );
});

test('the merge strips one pair of quotes: a value that needs them is written with two', () => {
  const documents = documentsWith({ settings: [setting('glance', 'DEFAULT', 'public_endpoint', ' "x" ')] });
  const files = kollaAnsible.layOut(documents);
  expect(files.get(conf)).toContain('public_endpoint = "" "x" ""\n');
  const cloud = openCloud(kollaAnsible.toEtc(files));
  expect(cloud.config('glance').get('DEFAULT', 'public_endpoint').value).toBe(' "x" ');
});

test('a template mark is written so that Jinja2 gives it back', () => {
  const check = 'role:{{admin}} or {#x:{%y';
  const files = kollaAnsible.layOut(documentsWith({ overrides: [override('glance', 'add_image', check)] }));
  const policy = files.get('config/glance/policy.yaml') as string;
  expect(policy).toContain("role:{{ '{{' }}admin}} or {{ '{#' }}x:{{ '{%' }}y");
  expect(openCloud(kollaAnsible.toEtc(files)).policy('glance').documents.at(-1)?.rules[0]?.check).toBe(check);
});

test.each([
  ['no assignment', '[DEFAULT]\ndebug = true\nmy edit\n', 3],
  ['a continued line of nothing', '  [DEFAULT]\n', 1],
  ['a bracket that stays open', '[DEFAULT\ndebug = true\n', 1],
])('%s stops the merge: a problem with its line, not a verdict of the other lines', (_, text, line) => {
  const caught = (): unknown => {
    try {
      return arrive({ [conf]: text });
    } catch (error) {
      return error;
    }
  };
  expect(caught()).toBeInstanceOf(IntentProblems);
  expect((caught() as IntentProblems).problems[0]?.place).toMatchObject({ file: conf, line });
});

test('an expression that only kolla-ansible could render is a problem, not a verdict', () => {
  const judge = () => arrive({ [conf]: '[DEFAULT]\n\ndebug = {{ glance_logging_debug }}\n' });
  expect(judge).toThrow(IntentProblems);
  try {
    judge();
  } catch (error) {
    const [first] = (error as IntentProblems).problems;
    expect(first).toMatchObject({ code: 'syntax', place: { file: conf, line: 3 } });
  }
});

test('HAProxy of kolla-ansible gets the file in the place of its own; nginx does not exist there', () => {
  const files = kollaAnsible.layOut(usual);
  expect(kollaAnsible.toEtc(files).get('haproxy/conf.d/glance-api.cfg')).toContain('frontend f');
  expect(files.get('README.md')).toContain('replaces both frontends of glance');
  const told = kollaAnsible.residuals(usual).map(({ because }) => because);
  expect(told.some((text) => text.includes('deploys no nginx'))).toBe(true);
  expect(told.some((text) => text.includes('uid 42415'))).toBe(true);
});

test('a policy file is named in the options, as the role does', () => {
  const files = kollaAnsible.layOut(
    documentsWith({ release: 'ussuri', overrides: [override('glance', 'add_image', '!')] }),
  );
  const cloud = openCloud(kollaAnsible.toEtc(files), 'ussuri');
  expect(cloud.policy('glance').files.read).toEqual(['glance/policy.yaml']);
});

test('property protections go where the role copies them from, and count only with the flag', () => {
  const documents = documentsWith({
    launcher: 'eventlet',
    settings: [setting('glance', 'DEFAULT', 'property_protection_file', '/etc/glance/glacis.ini')],
    artifacts: [{ program: 'glance', name: 'glacis.ini', text: '[{{.*]\nread = @\n' }],
  });
  const files = kollaAnsible.layOut(documents);
  const arrived = kollaAnsible.toEtc(files);
  expect(arrived.get('glance/property-protections-rules.conf')).toContain('[{{.*]\n');
  expect(openCloud(arrived).config('glance').get('DEFAULT', 'property_protection_file').value).toBe(
    '/etc/glance/property-protections-rules.conf',
  );
  expect(kollaAnsible.residuals(documents)).toEqual([]);
  expect(files.get('README.md')).toContain('/etc/kolla/globals.d/glacis.yml');
  const without = new Map([...files].filter(([path]) => path !== 'globals.d/glacis.yml'));
  expect(kollaAnsible.toEtc(without).has('glance/property-protections-rules.conf')).toBe(false);
});

test.each([
  ['2025.2', 'uwsgi', 'eventlet'],
  ['2026.1', 'eventlet', 'uwsgi'],
] as const)('%s under %s: the container starts glance-api under %s, and the report says so', (release, named, own) => {
  const because = (launcher: 'uwsgi' | 'eventlet') =>
    kollaAnsible.residuals(documentsWith({ release, launcher })).map((residual) => residual.because);
  expect(because(named)).toEqual([expect.stringContaining(`set launcher to ${own}`)]);
  expect(because(own)).toEqual([]);
});

test.each([
  'config/glance/controller1/glance-api.conf',
  'config/glance/glance-image-import.conf',
  'config/glance/policy.json',
  'config/nova/nova-compute.conf',
  'config/nova/compute1/nova.conf',
  'config/cinder/cinder-volume.conf',
  'config/cinder/storage1/cinder.conf',
  'config/haproxy-config/controller1/glance-api.cfg',
])('%s wins on some hosts: a problem, not a verdict', (path) => {
  const rest = path.endsWith('.json') ? [] : [...kollaAnsible.layOut(usual)];
  expect(() => kollaAnsible.toEtc(new Map([...rest, [path, '[DEFAULT]\ndebug = true\n']]))).toThrow(IntentProblems);
});

test('a policy.json beside policy.yaml is not looked at', () => {
  const files = kollaAnsible.layOut(usual);
  const beside = new Map([...files, ['config/glance/policy.json', '{}']]);
  expect(kollaAnsible.toEtc(beside)).toEqual(kollaAnsible.toEtc(files));
});
