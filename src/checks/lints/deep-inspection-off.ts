// Nova's inspection of image bytes, switched off.
import type { Lint } from '../types';

export const lint: Lint = {
  kind: 'lint',
  id: 'deep-inspection-off',
  title: 'Nova hands images to qemu-img unseen',
  severity: 'high',
  words:
    'disable_deep_image_inspection was made for images that the inspector misjudges. While it is on, qemu-img is the first to read a header that a tenant wrote, which is what the fix of 2024 put an end to.',
  references: ['CVE-2024-32498 (OSSA-2024-001)', 'CVE-2024-40767 (OSSA-2024-002)'],
  find: (cloud) => {
    const { value, at } = cloud
      .programConfig('nova', 'nova-compute')
      .get('workarounds', 'disable_deep_image_inspection');
    if (value !== true || at === null) return [];
    const subject = 'workarounds/disable_deep_image_inspection';
    const file = 'nova/nova.conf.d/90-glacis.conf';
    const fixes = [{ file, section: 'workarounds', option: 'disable_deep_image_inspection', value: 'false' }];
    return [{ at, subject, message: 'nova-compute does not inspect images before qemu-img reads them.', fixes }];
  },
};
