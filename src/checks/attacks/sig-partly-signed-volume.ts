// Volumes from images whose signature is not complete or does not fit.
import { makeVolume } from '../../emulators/signatures/cinder-volume';
import { answerAttack, createSignatureAttack } from '../mechanisms/signature-attack';
import { findCreationDefences } from '../mechanisms/volume-rules';
import type { Defence } from '../types';

export const attack = createSignatureAttack({
  id: 'sig-partly-signed-volume',
  title: 'Volume made from a partly signed or altered image',
  severity: 'medium',
  words:
    'Where Cinder downloads an image with any signature property it wants all four, a certificate and bytes that fit, and ends in error otherwise, as long as verify_glance_signatures is the word enabled. It never asks whose certificate it is.',
  references: ['cinder verify_glance_signatures'],
  demandedBy: 'boot',
  isOfVolumes: true,
  judge: ({ cloud, cinder, at }) => {
    const defences: Defence[] = findCreationDefences(cloud);
    if ((['P', 'BAD', 'MISS'] as const).every((state) => makeVolume(cinder, 'download', state).ends === 'error')) {
      const because = 'a volume from an image whose signature does not hold ends in error';
      defences.push({ layer: 'volume-signatures', at: at.volumes, because });
    }
    const file = 'cinder/cinder.conf.d/90-glacis.conf';
    const fix = { file, section: 'DEFAULT', option: 'verify_glance_signatures', value: 'enabled' };
    const hasOption = cloud.optionFacts('cinder', 'DEFAULT', 'verify_glance_signatures') !== undefined;
    return answerAttack(defences, 'Cinder verifies nothing, not even on its download path.', hasOption ? [fix] : []);
  },
});
