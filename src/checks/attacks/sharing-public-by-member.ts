// A public image by somebody who is no administrator.
import { fixRule } from '../mechanisms/policy-refusal';
import { createRuleAttack } from '../mechanisms/rule-attack';

export const attack = createRuleAttack({
  id: 'sharing-public-by-member',
  title: 'Public image made by a member',
  layer: 'sharing',
  severity: 'high',
  words:
    'A public image stands in the default list of every project. Old policy files let members publish, and a look-alike then sits beside the real one. From xena on whoever may call the tasks API publishes by a task: its code asks neither rule.',
  references: ['OSSN-0015'],
  rules: ['add_image', 'publicize_image'],
  isTaskToo: true,
  reach: 'A member creates an image with visibility public: it stands in the list of every project.',
  fixes: () => [fixRule('publicize_image', 'rule:context_is_admin')],
});
