// openstack-helm: what to_oslo_conf and Go make of values.

import { formatGoNumber } from '../../../src/targets/go-numbers';
import { openstackHelm } from '../../../src/targets/openstack-helm';
import { documentsWith, openCloud, override, setting } from './documents';

const arrive = (values: string) => openstackHelm.toEtc(new Map([['values/glance.yaml', values]]), new Map());
const options = (lines: string) => `conf:\n  glance:\n    DEFAULT:\n${lines}`;

test.each([
  ['      a: [x, z]\n', 'a = x,z'],
  ['      a: "[x,z]"\n', 'a = [x,z]'],
  ['      a: {type: multistring, values: [x, z]}\n', 'a = x\na = z'],
  ['      a: {type: csv, values: [x, z]}\n', 'a = x,z'],
  ['      a: true\n', 'a = true'],
  ['      a: y\n', 'a = true'],
  ['      a: 1:30\n', 'a = 1:30'],
  ['      a: 08\n', 'a = 8'],
  ['      a: 1e6\n', 'a = 1e+06'],
  ['      a: [x, null]\n', 'a = x,<no value>'],
  ['      a: null\n      b: 1\n', 'b = 1'],
  ['      a: "one\\ntwo"\n', 'a = one\ntwo'],
  ['      image_size_cap: 137438953472\n', 'image_size_cap = 1.37438953472e+11'],
  ['      image_size_cap: "137438953472"\n', 'image_size_cap = 137438953472'],
  ['      b: x\n      a: z\n', 'a = z\nb = x'],
])('%j becomes %j', (given, written) => {
  expect(arrive(options(given)).get('glance/glance-api.conf')).toBe(`[DEFAULT]\n${written}\n`);
});

test('a number written without quotes stops Glance, and the judge says so; ours has quotes', () => {
  const bare = openCloud(arrive(options('      image_size_cap: 137438953472\n')));
  expect(bare.config('glance').get('DEFAULT', 'image_size_cap').error).not.toBeNull();
  const documents = documentsWith({ settings: [setting('glance', 'DEFAULT', 'image_size_cap', 137438953472)] });
  const cloud = openCloud(openstackHelm.toEtc(openstackHelm.layOut(documents)));
  expect(cloud.config('glance').get('DEFAULT', 'image_size_cap').value).toBe(137438953472);
});

test.each([
  [0, '0'],
  [1, '1'],
  [-7, '-7'],
  [0.5, '0.5'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [999999, '999999'],
  [1000000, '1e+06'],
  [1234567, '1.234567e+06'],
  [1099511627776, '1.099511627776e+12'],
  [1e21, '1e+21'],
])('Go prints %d as %s', (value, printed) => {
  expect(formatGoNumber(value)).toBe(printed);
});

test('null takes away what the chart sets: without keystone in the pipeline the judge sees it', () => {
  const glance = (values: string) =>
    openstackHelm.toEtc(new Map([['values/glance.yaml', values]])).get('glance/glance-api.conf');
  expect(glance('conf: {glance: {paste_deploy: {flavor: null}}}\n')).not.toContain('flavor');
  expect(glance('conf: {glance: {paste_deploy: null}}\n')).not.toContain('paste_deploy');
  expect(glance('conf: {glance: {paste_deploy: text}}\n')).not.toContain('paste_deploy');
  expect(glance('conf: {glance: {DEFAULT: {enabled_backends: null}}}\n')).toContain('enabled_backends = http:http,');
});

test.each(['=', '<<'])(
  'a check %j, which Go leaves bare, keeps Glance from working, and the judge says so',
  (check) => {
    const documents = documentsWith({ overrides: [override('glance', 'add_image', check)] });
    const arrived = openstackHelm.toEtc(openstackHelm.layOut(documents));
    expect(arrived.get('glance/policy.yaml')).toBe(`"add_image": ${check}\n`);
    expect(
      openCloud(arrived)
        .policy('glance')
        .documents.flatMap(({ faults }) => faults),
    ).not.toEqual([]);
  },
);

test('the README names one helm command for each chart that has values', () => {
  const documents = documentsWith({ settings: [setting('nova', 'glance', 'verify_glance_signatures', true)] });
  const readme = openstackHelm.layOut(documents).get('README.md') as string;
  expect(readme).toContain('helm upgrade --install nova ');
  expect(readme).not.toContain('helm upgrade --install glance ');
});
