// A reader who writes.

import { isBefore } from '../cloud/releases';
import { fixRule } from '../mechanisms/policy-refusal';
import { createRuleAttack } from '../mechanisms/rule-attack';

export const attack = createRuleAttack({
  id: 'policy-reader-writes',
  title: 'Image created by a reader',
  layer: 'policy',
  severity: 'medium',
  words:
    'From wallaby on Glance knows readers, but up to zed the old defaults let them create, change and upload all the same: enforce_new_defaults is off.',
  references: ['policy defaults of Glance'],
  rules: ['add_image'],
  persona: 'reader',
  groundless: (cloud) => (isBefore(cloud, 'wallaby') ? 'before wallaby Glance gives the role reader no meaning' : null),
  reach: 'A reader creates images: the old defaults are still offered beside the new ones.',
  fixes: () => [
    fixRule(
      'add_image',
      'rule:context_is_admin or (role:member and project_id:%(project_id)s and project_id:%(owner)s)',
    ),
  ],
});
