// What an upgrade takes away that the present release still has.
import { findUpgradeChanges } from '../../../src/checks/upgrade';
import { openCloud } from './clouds';

test('an option that a library dropped is told where the library is listed exactly', () => {
  const cloud = openCloud(
    { 'glance/glance-api.conf': '[oslo_policy]\nenforce_scope = true\n' },
    { release: '2025.1', packages: {} },
  );
  const removed = (to: '2026.1' | '2026.2') =>
    findUpgradeChanges(cloud, to).filter(
      ({ kind, subject }) => kind === 'removed' && subject === 'oslo_policy/enforce_scope',
    );
  expect(removed('2026.2')).toHaveLength(1);
  expect(removed('2026.1')).toHaveLength(0);
});

test('a default that becomes empty is told in a word', () => {
  const cloud = openCloud({ 'glance/glance-api.conf': '[DEFAULT]\n' }, { release: '2025.1', packages: {} });
  const changed = findUpgradeChanges(cloud, '2026.2').find(({ subject }) =>
    subject.endsWith('gpt_safety_checks_nonfatal'),
  );
  expect(changed?.message).toBe('nothing is set: mbr becomes (empty)');
});

test('a rule is asked once for each pair of texts, and says who loses it on what', () => {
  const cloud = openCloud({ 'nova/nova.conf': '[DEFAULT]\n' }, { release: 'zed', packages: {} });
  const asked = jest.spyOn(cloud.policy('nova').defaults, 'authorize');
  const changes = findUpgradeChanges(cloud, '2026.2').filter(({ service }) => service === 'nova');
  const rules = changes.filter(({ subject }) => subject.includes(':'));
  expect(rules.length).toBeGreaterThan(100);
  // Nine callers and three kinds of servers: asked for every rule of Nova it would be 27 times some two hundred.
  expect(asked.mock.calls.length).toBeLessThan(27 * 60);
  expect(asked.mock.calls.length).toBeGreaterThan(27);
});

test('whoever keeps a right on an image of its own is not said to lose it', () => {
  const cloud = openCloud({ 'glance/glance-api.conf': '[DEFAULT]\n' }, { release: 'zed', packages: {} });
  const changed = findUpgradeChanges(cloud, '2026.2').find(({ subject }) => subject === 'add_image');
  expect(changed?.message).toBe(
    'in 2026.2 no longer allowed: users without a role, readers, users of services and system administrators on ' +
      'everything; members, importers and services for a member on a new image for another project, another ' +
      "project's private image and 3 more kinds; members of other projects on a new private image, a new public image " +
      'and 2 more kinds',
  );
});
