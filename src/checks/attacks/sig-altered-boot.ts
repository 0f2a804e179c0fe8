// Bytes that are not those that were signed.
import { answerAttack, createSignatureAttack, findBootDefences } from '../mechanisms/signature-attack';

export const attack = createSignatureAttack({
  id: 'sig-altered-boot',
  title: 'Boot of altered bytes under an old signature',
  severity: 'high',
  words:
    'Bytes changed in the store, or named by a location: Glance never verifies what it does not receive. Nova compares while it downloads; the failing build is tried on further hosts, each of which downloads the image again.',
  references: ['Guide-Instance-Signatures', 'OSSN-0065'],
  demandedBy: 'either',
  judge: (ground) => answerAttack(findBootDefences(ground, 'BAD'), 'Altered bytes boot.'),
});
