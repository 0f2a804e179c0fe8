// Snapshots: new bytes without a signature.
import { takeSnapshot } from '../../emulators/signatures/snapshot';
import { joinDefences } from '../defences';
import { answerAttack, createSignatureAttack, findBootDefences, findRuleRefusal } from '../mechanisms/signature-attack';
import { clonesRootDisks, demandsBootSignatures } from '../mechanisms/signature-ground';
import type { Defence } from '../types';

/** Of Nova: both store the disk of a server as an image. */
const takers = ['os_compute_api:servers:create_image', 'os_compute_api:os-create-backup'];

export const attack = createSignatureAttack({
  id: 'sig-snapshot-boot',
  title: 'Boot of a snapshot of a signed server',
  severity: 'medium',
  words:
    'createImage stores what the member wrote into a signed server. From ussuri on the snapshot has none of the signature properties; up to train it inherits the old ones, and Glance refuses the upload because they no longer fit.',
  references: ['nova non_inheritable_image_properties'],
  demandedBy: 'either',
  judge: (ground) => {
    const { cloud } = ground;
    const reach = clonesRootDisks(cloud)
      ? 'The snapshot is a clone in ceph and boots as a clone, unverified.'
      : 'The snapshot is unsigned, and nothing asks when it boots.';
    const taken = takers.map((rule) => findRuleRefusal(cloud, 'nova', rule));
    const untaken = taken.every((found) => found.length > 0) ? joinDefences(taken) : [];
    if (clonesRootDisks(cloud)) return answerAttack(untaken, reach);
    const names = cloud.programConfig('nova', 'nova-api').get('DEFAULT', 'non_inheritable_image_properties').value;
    const outcome = takeSnapshot(cloud.versions.release, false, Array.isArray(names) ? names.map(String) : []);
    const defences: Defence[] = [...untaken, ...(demandsBootSignatures(ground) ? findBootDefences(ground, 'N') : [])];
    const because = 'the snapshot inherits a signature that no longer fits, and Glance refuses its bytes';
    if (outcome === 'upload-refused') defences.push({ layer: 'glance-code', at: null, because });
    // Nova uploads with the member's token and, where it has one, a service token beside it.
    const refusals = (['member', 'service'] as const).map((who) =>
      findRuleRefusal(cloud, 'glance', 'upload_image', who),
    );
    if (refusals.every((found) => found.length > 0)) defences.push(...(refusals[0] ?? []));
    return answerAttack(defences, reach);
  },
});
