// Copies between stores, past every import plugin.

import { isBefore } from '../cloud/releases';
import { findRefusal, findTaskDefences, fixRule } from '../mechanisms/policy-refusal';
import { createRuleAttack } from '../mechanisms/rule-attack';

export const attack = createRuleAttack({
  id: 'policy-copy-image-opened',
  title: 'Images copied between stores by members',
  layer: 'policy',
  severity: 'medium',
  words:
    'copy-image runs no import plugin and fills the other stores. Administrators alone may do it since victoria; a policy file can open it.',
  references: ['OSSN-0076', 'documentation of image import'],
  rules: ['copy_image'],
  further: (cloud) => {
    const methods = cloud.config('glance').get('DEFAULT', 'enabled_import_methods');
    const isClosed = Array.isArray(methods.value) && !methods.value.includes('copy-image');
    const because = 'copy-image is not among enabled_import_methods';
    return [
      ...(isClosed ? [{ layer: 'import-methods' as const, at: methods.at, because }] : []),
      ...findRefusal(cloud, 'modify_image', 'member'),
      ...findTaskDefences(cloud),
    ];
  },
  groundless: (cloud) => {
    if (isBefore(cloud, 'ussuri')) return 'copy-image exists from ussuri on';
    const backends = cloud.config('glance').get('DEFAULT', 'enabled_backends').value;
    const kinds = typeof backends === 'object' && backends !== null ? Object.values(backends) : [];
    return kinds.filter((kind) => kind !== 'http').length > 1 ? null : 'there is no second store to copy to';
  },
  reach: 'A member copies images into every store; no import plugin looks at them.',
  fixes: () => [fixRule('copy_image', 'rule:context_is_admin')],
});
