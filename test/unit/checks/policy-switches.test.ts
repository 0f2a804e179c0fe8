// From wallaby to zed glance-api starts only with both switches of secure defaults on, or both off.
import { judgeAttack } from '../../../src/checks/judge';
import type { ReleaseName } from '../../../src/openstack/types';
import { applyFix, type Files, listFindings, openCloud } from './clouds';

const secure = '[DEFAULT]\nenforce_secure_rbac = true\n';
const modern = '[oslo_policy]\nenforce_new_defaults = true\n';
const open = (text: string, release: ReleaseName = 'zed', more: Files = {}) =>
  openCloud(
    { 'glance/glance-api.conf': `[paste_deploy]\nflavor = keystone\n${text}`, ...more },
    { release, packages: {} },
  );
const find = (cloud: ReturnType<typeof open>) => listFindings(cloud, ['file-does-not-load']);

test.each([
  [secure, 'DEFAULT', 'oslo_policy/enforce_new_defaults'],
  [modern, 'oslo_policy', 'DEFAULT/enforce_secure_rbac'],
])('one of them alone: %j', (text, _, other) => {
  const cloud = open(text);
  expect(cloud.outage?.message).toContain('must both be on');
  expect(judgeAttack(cloud, 'policy-reader-writes').verdict).toBe('not-applicable');
  expect(find(cloud)).toEqual([`high file-does-not-load glance/glance-api.conf:4 ${other}`]);
  const [section = '', option = ''] = other.split('/');
  const fixed = applyFix(cloud, { file: 'glance/glance-api.conf', section, option, value: 'true' });
  expect(fixed.outage).toBeNull();
  expect(judgeAttack(fixed, 'policy-reader-writes').verdict).toBe('stopped');
});

test.each([
  ['both', secure + modern, 'zed'],
  ['neither', '', 'xena'],
  ['a release that only knows one', modern, '2023.1'],
  ['a release before', modern, 'victoria'],
] as const)('%s', (_, text, release) => {
  expect(open(text, release).outage).toBeNull();
  expect(find(open(text, release))).toEqual([]);
});

test('a drop-in does not say what the main file sets', () => {
  const tree = { 'glance/glance.conf.d/50.conf': modern };
  expect(openCloud(tree, { release: 'zed', packages: {} }).outage).toBeNull();
});
