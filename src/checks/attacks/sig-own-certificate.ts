// A signature of the attacker, under a certificate of the attacker.
import { answerAttack, createSignatureAttack, findBootDefences } from '../mechanisms/signature-attack';

export const attack = createSignatureAttack({
  id: 'sig-own-certificate',
  title: 'Image signed with a certificate of its own',
  severity: 'high',
  words:
    'verify_glance_signatures alone asks whether a signature fits, not whose it is: a member signs an image with a key of its own, stores the certificate in its own project, and the image boots.',
  references: ['nova enable_certificate_validation', 'nova default_trusted_certificate_ids'],
  demandedBy: 'boot',
  judge: (ground) =>
    answerAttack(
      findBootDefences(ground, 'UT'),
      'Any certificate will do: set enable_certificate_validation and default_trusted_certificate_ids.',
    ),
});
