// The mark on a volume that says it was verified.
import { hasRule } from '../mechanisms/policy-refusal';
import { answerAttack, createSignatureAttack, findRuleRefusal, restrictRules } from '../mechanisms/signature-attack';

const RULE = 'volume_extension:volume_image_metadata';

export const attack = createSignatureAttack({
  id: 'sig-verified-mark',
  title: 'Mark of verification written by a member',
  severity: 'low',
  words:
    'signature_verified is image metadata of a volume, and os-set_image_metadata lets its owner write it. Nothing in Nova reads it; whoever builds a gate on it builds on sand.',
  references: ['cinder volume_extension:volume_image_metadata:set'],
  demandedBy: 'boot',
  judge: ({ cloud }) => {
    // One rule stood for all of it up to wallaby.
    const rule = hasRule(cloud, 'cinder', `${RULE}:set`) ? `${RULE}:set` : RULE;
    return answerAttack(
      findRuleRefusal(cloud, 'cinder', rule),
      'A member writes signature_verified True on a volume of its own.',
      restrictRules(cloud, 'cinder', [rule]),
    );
  },
});
