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
