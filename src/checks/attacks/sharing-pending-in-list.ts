// A shared image that nobody accepted, in the default list of its consumer.
import { createRuleAttack } from '../mechanisms/rule-attack';

export const attack = createRuleAttack({
  id: 'sharing-pending-in-list',
  title: 'Unaccepted share in the default list',
  layer: 'sharing',
  severity: 'low',
  words:
    'A producer shares an image and hopes that it turns up beside the trusted ones. The v2 list shows accepted memberships alone; by id, or with member_status=all, a pending image is there, and tooling must never ask that way.',
  references: ['OSSN-0005'],
  rules: ['add_member'],
  // Where nobody is asked for a token, everybody's list holds every image (seen on zed).
  further: (cloud) => {
    const because = 'the v2 list shows a shared image only after its consumer accepted it';
    return cloud.everybody?.name === 'anonymous' ? [] : [{ layer: 'glance-code', at: null, because }];
  },
  reach: 'A pending image appears in the default list.',
  fixes: () => [],
});
