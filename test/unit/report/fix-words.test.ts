// Fixes as they are to be written: into oslo files and into policy files.
import { describeFix, writeFixLines } from '../../../src/report/fix-words';

test('an option under its section', () => {
  const fix = { file: 'glance/a.conf', section: 'DEFAULT', option: 'enabled_import_methods', value: '[glance-direct]' };
  expect(writeFixLines(fix)).toEqual(['[DEFAULT]', 'enabled_import_methods = [glance-direct]']);
  expect(describeFix(fix)).toBe('glance/a.conf [DEFAULT] enabled_import_methods = [glance-direct]');
});

test('a directive of nginx, and a limit that keystone holds', () => {
  const limit = { file: 'nginx/conf.d/a.conf', section: 'http', option: 'limit_req', value: 'zone=a burst=4' };
  expect(writeFixLines(limit)).toEqual(['limit_req zone=a burst=4;']);
  const registered = { file: 'a.sh', section: 'keystone', option: 'image_count_uploading', value: '10' };
  expect(writeFixLines(registered)).toEqual(['registered limit image_count_uploading = 10']);
});

test('a rule as YAML, quoted whatever it holds', () => {
  const fix = { file: 'glance/policy.d/a.yaml', section: 'policy', option: 'tasks_api_access', value: 'not "x"' };
  expect(describeFix(fix)).toBe('glance/policy.d/a.yaml "tasks_api_access": "not \\"x\\""');
});
