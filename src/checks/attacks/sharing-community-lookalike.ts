// A look-alike that every project can list and boot.
import { fixRule } from '../mechanisms/policy-refusal';
import { createRuleAttack } from '../mechanisms/rule-attack';

export const attack = createRuleAttack({
  id: 'sharing-community-lookalike',
  title: 'Look-alike published to the community',
  layer: 'sharing',
  severity: 'medium',
  words:
    'A member publishes an image under the name of a trusted one. Community images are listed for whoever asks for them and boot by id in every project.',
  references: ['OSSN-0065', 'OSSN-0005'],
  rules: ['add_image', 'communitize_image'],
  isTaskToo: true,
  reach: 'A member creates an image with visibility community: every project can find and boot it.',
  fixes: () => [fixRule('communitize_image', 'rule:context_is_admin')],
});
