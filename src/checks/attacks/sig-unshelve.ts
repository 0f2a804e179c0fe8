// Servers that leave the host and come back from an unsigned image.

import { answerAttack, createSignatureAttack, findBootDefences, findRuleRefusal } from '../mechanisms/signature-attack';
import { clonesRootDisks } from '../mechanisms/signature-ground';
import type { Defence } from '../types';

export const attack = createSignatureAttack({
  id: 'sig-unshelve',
  title: 'Shelved server brought back unverified',
  severity: 'low',
  words:
    'Shelving stores the disk as an unsigned image. With qcow2 or flat disks unshelving ends in ERROR, and the owner has lost the server until somebody signs the image; with clones in ceph it boots, and nothing is verified.',
  references: ['nova shelved_offload_time'],
  demandedBy: 'boot',
  judge: (ground) => {
    const { cloud } = ground;
    const rules = ['os_compute_api:os-shelve:shelve', 'os_compute_api:os-shelve:unshelve'];
    const defences: Defence[] = rules.flatMap((rule) => findRuleRefusal(cloud, 'nova', rule));
    if (!clonesRootDisks(cloud)) defences.push(...findBootDefences(ground, 'N'));
    return answerAttack(defences, 'The shelved image is a clone in ceph: unshelving boots it unverified.');
  },
});
