// Bare metal, where Nova never sees the bytes.
import { answerAttack, createSignatureAttack, findBootDefences, groundless } from '../mechanisms/signature-attack';

export const attack = createSignatureAttack({
  id: 'sig-ironic',
  title: 'Bare metal instance from an unverified image',
  severity: 'medium',
  words:
    'Ironic fetches the image itself, so the verifier of Nova never runs. Only a server that carries trusted ids is refused, because the driver has no trusted certificates: with verification alone anything boots.',
  references: ['nova virt/ironic', 'nova compute/manager: _check_trusted_certs'],
  demandedBy: 'boot',
  judge: (ground) => {
    const { raw } = ground.cloud.programConfig('nova', 'nova-compute').get('DEFAULT', 'compute_driver');
    if (!/^ironic\b/.test(raw ?? '')) return groundless('no file here names the ironic driver');
    return answerAttack(
      findBootDefences(ground, 'OK', 'ironic').map((defence) => ({ ...defence, at: ground.at.trusted })),
      'Ironic fetches and boots any image.',
    );
  },
});
