// Puppet: which class owns an option in which release, and what its types do to a value.
import { releases } from '../../../src/openstack/releases';
import { IntentProblems } from '../../../src/problems';
import { puppet } from '../../../src/targets/puppet';
import { findPuppetParameter, puppetParameters } from '../../../src/targets/puppet-parameters';
import { documentsWith, openCloud, override, setting } from './documents';

const arrive = (data: string) => puppet.toEtc(new Map([['data/glacis.yaml', data]]), new Map());

test('an option of a class goes to its parameter, one without goes to the generic hash', () => {
  const data = puppet
    .layOut(
      documentsWith({
        settings: [
          setting('glance', 'DEFAULT', 'enabled_import_methods', ['glance-direct']),
          setting('glance', 'image_format', 'vmdk_allowed_types', []),
        ],
      }),
    )
    .get('data/glacis.yaml') as string;
  expect(data).toContain('"glance::api::enabled_import_methods": glance-direct\n');
  expect(data).toContain(
    '"glance::config::api_config":\n  # why vmdk_allowed_types\n  image_format/vmdk_allowed_types:\n',
  );
});

test('the same option in an older release, whose class does not know it, goes to the generic hash', () => {
  const filter = (release: '2024.1' | '2024.2') =>
    puppet
      .layOut(
        documentsWith({
          release,
          settings: [setting('glance', 'import_filtering_opts', 'allowed_ports', [443], release)],
        }),
      )
      .get('data/glacis.yaml') as string;
  expect(filter('2024.1')).toContain('"glance::config::api_config"');
  expect(filter('2024.1')).toContain('value: "[443]"');
  expect(filter('2024.2')).toContain('"glance::import_filtering_opts::allowed_ports": "443"\n');
});

test('no release has two parameters for one option', () => {
  for (const { name } of releases) {
    for (const { service, option } of puppetParameters) {
      const found = findPuppetParameter(service, option, name);
      const last = [...puppetParameters].reverse().find((one) => found !== undefined && one.key === found.key);
      expect(last).toBe(found);
    }
  }
  expect(findPuppetParameter('nova', 'glance/verify_glance_signatures', 'wallaby')?.key).toMatch(/^nova::compute/);
  expect(findPuppetParameter('nova', 'glance/verify_glance_signatures', 'xena')?.key).toMatch(/^nova::glance/);
});

test.each([
  ['glance::api::enabled_import_methods: [a, b]', '[DEFAULT]\nenabled_import_methods = [a,b]\n'],
  ['glance::api::disk_formats: [qcow2, raw]', '[image_format]\ndisk_formats = qcow2,raw\n'],
  ['glance::api::show_image_direct_url: false', '[DEFAULT]\nshow_image_direct_url = False\n'],
  ["glance::config::api_config: {'DEFAULT/x': {value: ' y '}}", '[DEFAULT]\nx = y\n'],
  ['glance::api::disk_formats: null', '[image_format]\n'],
  ["glance::import_filtering_opts::allowed_hosts: '<SERVICE DEFAULT>'", '[import_filtering_opts]\n'],
  [
    "glance::import_filtering_opts::allowed_hosts: [' a', 'false']",
    '[import_filtering_opts]\nallowed_hosts = [ a,false]\n',
  ],
  ['glance::api::show_image_direct_url: false', '[DEFAULT]\nshow_image_direct_url = False\n'],
  ["glance::config::api_config: {'DEFAULT/x': {value: '<SERVICE DEFAULT>'}}", '[DEFAULT]\n'],
  ["glance::config::api_config: {'DEFAULT/x': {value: y, ensure: absent}}", '[DEFAULT]\n'],
  ["glance::config::api_config: {'DEFAULT/x': {value: [a, b]}}", '[DEFAULT]\nx = a\nx = b\n'],
])('%s', (data, written) => {
  expect(arrive(`${data}\n`).get('glance/glance-api.conf')).toBe(written);
});

test('%{ is written so that Hiera gives it back; any other interpolation is a problem', () => {
  const check = 'role:%{x} or project_id:%(project_id)s';
  const files = puppet.layOut(documentsWith({ overrides: [override('glance', 'add_image', check)] }));
  expect(files.get('data/glacis.yaml')).toContain("%{literal('%')}{x} or project_id:%(project_id)s");
  expect(openCloud(puppet.toEtc(files)).policy('glance').documents[0]?.rules[0]?.check).toBe(check);
  expect(() => arrive('glance::api::disk_formats: "%{facts.os}"\n')).toThrow(IntentProblems);
});

test('a text that looks like a boolean keeps its case', () => {
  const documents = documentsWith({ settings: [setting('glance', 'DEFAULT', 'public_endpoint', 'true')] });
  const cloud = openCloud(puppet.toEtc(puppet.layOut(documents)));
  expect(cloud.config('glance').get('DEFAULT', 'public_endpoint').value).toBe('true');
});
