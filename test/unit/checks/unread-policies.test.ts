// Policy files that no service opens: rules in them hold nothing.
import { loadLint } from '../../../src/checks';
import { type Files, openCloud } from './clouds';

const find = (files: Files) =>
  loadLint('file-never-read')
    .find(openCloud(files))
    .map(({ at, severity }) => [at?.file, severity]);
const elsewhere = { 'glance/glance-api.conf': '[oslo_policy]\npolicy_file = /etc/glance/site/rules.yaml\n' };

test('a policy.yaml beside the file that policy_file names is told', () => {
  expect(find({ ...elsewhere, 'glance/policy.yaml': '"publicize_image": "!"\n' })).toEqual([
    ['glance/policy.yaml', 'medium'],
  ]);
});

test.each([
  ['the file is read', { 'glance/policy.yaml': '"publicize_image": "!"\n' }],
  ['it holds comments alone', { ...elsewhere, 'glance/policy.yaml': '# "publicize_image": "!"\n\n' }],
  ['the file elsewhere is read', { ...elsewhere, 'glance/site/rules.yaml': '"publicize_image": "!"\n' }],
  ['the policy directory is read', { ...elsewhere, 'glance/policy.d/50.yaml': '"publicize_image": "!"\n' }],
])('nothing is told: %s', (_, files) => {
  expect(find(files)).toEqual([]);
});
