// Images without any signature: what every cloud boots unless Nova is told otherwise.
import { answerAttack, createSignatureAttack, findBootDefences, groundless } from '../mechanisms/signature-attack';

export const attack = createSignatureAttack({
  id: 'sig-unsigned-boot',
  title: 'Boot of an unsigned image',
  severity: 'medium',
  words:
    'Nova boots any image unless verify_glance_signatures is on. Where nobody ever asked for signatures this is the one attack that says so; all others on signatures have no ground there.',
  references: ['Guide-Instance-Signatures', 'security guide: Check-Image signatures'],
  demandedBy: 'nobody',
  judge: (ground) => {
    const defences = findBootDefences(ground, 'N');
    if (defences.length === 0 && ground.cloud.optionFiles('nova').length === 0) {
      return groundless('no file of Nova is here, so nobody can say what it demands', 'promise');
    }
    return answerAttack(
      defences,
      'Nova verifies nothing: an unsigned image boots. Name trusted certificates (novaSignatures), or accept it.',
    );
  },
});
