// Volumes that get new bytes in place.

import { isBefore } from '../cloud/releases';
import { answerWays, createSignatureAttack, groundless, restrictRules } from '../mechanisms/signature-attack';
import { listReimageWays, reimageRules } from '../mechanisms/volume-rules';

export const attack = createSignatureAttack({
  id: 'sig-volume-reimage',
  title: 'Volume reimaged with an unverified image',
  severity: 'high',
  words:
    'os-reimage (volume API 3.68, yoga) writes an image over a volume and never verifies it; a rebuild of a volume-backed server (compute API 2.93, zed) does the same, and an explicit null for the trusted certificates is not refused.',
  references: ['cinder volume:reimage', 'cinder volume:reimage_reserved'],
  demandedBy: 'boot',
  isOfVolumes: true,
  judge: ({ cloud }) => {
    if (isBefore(cloud, 'yoga')) return groundless('volumes can be reimaged from yoga on');
    return answerWays(
      listReimageWays(cloud),
      'A member writes any image over a volume that boots; nothing is verified.',
      restrictRules(cloud, 'cinder', reimageRules),
    );
  },
});
