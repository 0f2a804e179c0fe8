// One image offered to everybody.
import { fixOption } from '../mechanisms/policy-refusal';
import { createRuleAttack } from '../mechanisms/rule-attack';

/** Beyond this no quota is a bound worth the name; the default is 128. */
const MOST_MEMBERS = 1000;

export const attack = createRuleAttack({
  id: 'sharing-with-every-project',
  title: 'Image shared with every project',
  layer: 'sharing',
  severity: 'low',
  words:
    'Project ids are easy to come by and are not checked: an image can be offered to all of them, and each offer is a row in image_members.',
  references: ['OSSN-0005', 'OSSN-0076'],
  rules: ['add_member'],
  further: (cloud) => {
    const { value, at } = cloud.config('glance').get('DEFAULT', 'image_member_quota');
    const isBound = typeof value === 'number' && value >= 0 && value <= MOST_MEMBERS;
    return isBound ? [{ layer: 'quota', at, because: `an image has at most ${value} members` }] : [];
  },
  reach: 'image_member_quota does not bound the members of an image: one image is offered to every project.',
  fixes: () => [fixOption('DEFAULT', 'image_member_quota', '128')],
});
