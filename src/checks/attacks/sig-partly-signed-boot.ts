// Images with some signature properties: Glance stores them unseen.
import { answerAttack, createSignatureAttack, findBootDefences } from '../mechanisms/signature-attack';

export const attack = createSignatureAttack({
  id: 'sig-partly-signed-boot',
  title: 'Boot of a partly signed image',
  severity: 'medium',
  words:
    'Glance verifies only when all four properties are there: with one to three of them the upload is active and nothing was compared (measured on three releases). Nova must refuse what Glance let through.',
  references: ['Guide-Instance-Signatures'],
  demandedBy: 'either',
  judge: (ground) => answerAttack(findBootDefences(ground, 'P'), 'A partly signed image boots.'),
});
