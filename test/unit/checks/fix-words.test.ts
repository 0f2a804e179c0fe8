// Fixes as they are to be written: into oslo files and into policy files.
import { describeFix, writeFixLines } from '../../../src/checks/fix/words';

test('an option under its section', () => {
  const fix = { file: 'glance/a.conf', section: 'DEFAULT', option: 'enabled_import_methods', value: '[glance-direct]' };
  expect(writeFixLines(fix)).toEqual(['[DEFAULT]', 'enabled_import_methods = [glance-direct]']);
  expect(describeFix(fix)).toBe('glance/a.conf [DEFAULT] enabled_import_methods = [glance-direct]');
});

test('files of a control, by the key of the intent that writes them', () => {
  const limit = { file: 'nginx/conf.d/a.conf', control: 'imageCreateRateLimit' };
  expect(writeFixLines(limit)).toEqual(['set imageCreateRateLimit in the intent']);
  expect(describeFix(limit)).toBe('set imageCreateRateLimit in the intent, which writes nginx/conf.d/a.conf');
});

test('a rule as YAML, quoted whatever it holds', () => {
  const fix = { file: 'glance/policy.d/a.yaml', section: 'policy', option: 'tasks_api_access', value: 'not "x"' };
  expect(describeFix(fix)).toBe('glance/policy.d/a.yaml "tasks_api_access": "not \\"x\\""');
});
