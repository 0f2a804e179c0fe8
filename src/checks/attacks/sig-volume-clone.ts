// Volumes that are cloned: what is not downloaded is not verified.
import { answerAttack, createSignatureAttack, groundless, restrictRules } from '../mechanisms/signature-attack';
import { surveyImageCopies } from '../mechanisms/volume-backends';
import { CREATE_RULE, findCreationDefences } from '../mechanisms/volume-rules';
import type { Defence } from '../types';

export const attack = createSignatureAttack({
  id: 'sig-volume-clone',
  title: 'Volume cloned past the verification',
  severity: 'medium',
  words:
    'A back end in the same ceph clones the image, that of VMware fetches it by itself, and with cinder in allowed_direct_url_schemes the volume behind an image is cloned: both return before Cinder looks at any signature, and even altered bytes become a volume.',
  references: ['cinder allowed_direct_url_schemes', 'cinder create_volume: CreateVolumeFromSpecTask'],
  demandedBy: 'boot',
  isOfVolumes: true,
  judge: ({ cloud }) => {
    const { clonesLocations, at, cloning, isNever } = surveyImageCopies(cloud);
    const defences: Defence[] = findCreationDefences(cloud);
    if (isNever) {
      const because = 'no back end here clones images, and no location may be cloned';
      defences.push({ layer: 'storage-paths', at, because });
    }
    if (!clonesLocations && cloning === undefined && defences.length === 0) {
      return groundless('no back end in these files is known to clone images');
    }
    const reach = clonesLocations
      ? 'An image in a cinder store becomes a volume by cloning, unverified.'
      : cloning?.driver.includes('.vmware.')
        ? 'The driver of VMware fetches an image past the verification.'
        : 'A raw image in the same ceph becomes a volume by cloning, unverified.';
    const file = 'cinder/cinder.conf.d/90-glacis.conf';
    const fix = { file, section: 'DEFAULT', option: 'allowed_direct_url_schemes', value: '' };
    const closes = clonesLocations && cloning === undefined ? [fix] : restrictRules(cloud, 'cinder', [CREATE_RULE]);
    return answerAttack(defences, reach, closes);
  },
});
