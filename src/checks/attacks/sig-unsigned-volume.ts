// Volumes from unsigned images: no option of Cinder refuses them.
import { answerAttack, createSignatureAttack, restrictRules } from '../mechanisms/signature-attack';
import { CREATE_RULE, findCreationDefences } from '../mechanisms/volume-rules';

export const attack = createSignatureAttack({
  id: 'sig-unsigned-volume',
  title: 'Volume made from an unsigned image',
  severity: 'medium',
  words:
    'Cinder takes an unsigned image as it is and notes signature_verified False on the volume; no release has an option that demands signatures. What is left is the rule volume:create_from_image.',
  references: ['cinder verify_glance_signatures'],
  demandedBy: 'boot',
  isOfVolumes: true,
  judge: ({ cloud }) =>
    answerAttack(
      findCreationDefences(cloud),
      'An unsigned image becomes a volume, and Cinder has no option against it.',
      restrictRules(cloud, 'cinder', [CREATE_RULE]),
    ),
});
