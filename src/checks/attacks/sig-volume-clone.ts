// Volumes that are cloned: what is not downloaded is not verified.
import type { Cloud } from '../cloud';
import {
  answerAttack,
  createSignatureAttack,
  findRuleRefusal,
  groundless,
  restrictRules,
} from '../mechanisms/signature-attack';
import { showsLocations } from '../mechanisms/signature-ground';
import { isBefore } from '../releases';
import type { Defence } from '../types';

const RULE = 'volume:create_from_image';

export const attack = createSignatureAttack({
  id: 'sig-volume-clone',
  title: 'Volume cloned past the verification',
  severity: 'medium',
  words:
    'A back end in the same ceph clones the image, and with cinder in allowed_direct_url_schemes the volume behind an image is cloned: both return before Cinder looks at any signature, and even altered bytes become a volume.',
  references: ['cinder allowed_direct_url_schemes', 'cinder create_volume: CreateVolumeFromSpecTask'],
  demandedBy: 'boot',
  judge: ({ cloud }) => {
    const schemes = cloud.config('cinder').get('DEFAULT', 'allowed_direct_url_schemes');
    const clonesLocations = Array.isArray(schemes.value) && schemes.value.includes('cinder');
    const isCloning = clonesLocations || clonesInCeph(cloud);
    const defences: Defence[] = findRuleRefusal(cloud, 'cinder', RULE);
    // Without the list of back ends nobody can say that none of them clones.
    if (!isCloning && schemes.at !== null && listBackends(cloud).length > 0) {
      const because = 'no back end here clones images, and no location may be cloned';
      defences.push({ layer: 'storage-paths', at: schemes.at, because });
    }
    if (!isCloning && defences.length === 0) return groundless('no back end in these files is known to clone images');
    const reach = clonesLocations
      ? 'An image in a cinder store becomes a volume by cloning, unverified.'
      : 'A raw image in the same ceph becomes a volume by cloning, unverified.';
    const file = 'cinder/cinder.conf.d/90-glacis.conf';
    const fix = { file, section: 'DEFAULT', option: 'allowed_direct_url_schemes', value: '' };
    const closes = clonesLocations && !clonesInCeph(cloud) ? [fix] : restrictRules(cloud, 'cinder', [RULE]);
    return answerAttack(defences, reach, closes);
  },
});

/** From 2024.2 on Cinder may read locations as a service; before, Glance must show them to everybody. */
function clonesInCeph(cloud: Cloud): boolean {
  const config = cloud.config('cinder');
  const hasCeph = listBackends(cloud).some((name) =>
    /\brbd\.RBDDriver$/.test(config.get(name, 'volume_driver').raw ?? ''),
  );
  return hasCeph && (!isBefore(cloud, '2024.2') || showsLocations(cloud) === true);
}

function listBackends(cloud: Cloud): string[] {
  const backends = cloud.config('cinder').get('DEFAULT', 'enabled_backends').value;
  return Array.isArray(backends) ? backends.map(String) : [];
}
