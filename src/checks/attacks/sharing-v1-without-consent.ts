// Sharing through the v1 API: the consumer is never asked.

import { isBefore } from '../cloud/releases';
import { fixOption } from '../mechanisms/policy-refusal';
import { createRuleAttack } from '../mechanisms/rule-attack';

export const attack = createRuleAttack({
  id: 'sharing-v1-without-consent',
  title: 'Image shared through v1 without consent',
  layer: 'sharing',
  severity: 'medium',
  words:
    'An image shared through the v1 API appears in the list of the other project at once: v1 has no pending state. A look-alike stands beside the real image.',
  references: ['OSSN-0005'],
  rules: ['modify_member'],
  further: (cloud) => {
    const { value, at } = cloud.config('glance').get('DEFAULT', 'enable_v1_api');
    return value === false ? [{ layer: 'legacy-api', at, because: 'the v1 API is off' }] : [];
  },
  groundless: (cloud) => (isBefore(cloud, 'rocky') ? null : 'the v1 API is gone since rocky'),
  reach: 'The v1 API answers: a member adds any project to an image, and the image appears in its list.',
  fixes: () => [fixOption('DEFAULT', 'enable_v1_api', 'false')],
});
