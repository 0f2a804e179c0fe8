// Boot from a volume, without any imageRef.
import { bootVolume } from '../../emulators/signatures/volume-boot';
import { answerAttack, createSignatureAttack, findRuleRefusal, restrictRules } from '../mechanisms/signature-attack';
import { ATTACH_RULE } from '../mechanisms/volume-rules';
import type { Defence } from '../types';

export const attack = createSignatureAttack({
  id: 'sig-volume-boot',
  title: 'Boot from a volume that nobody verified',
  severity: 'high',
  words:
    'Cinder owns the bytes of a volume, and a member can write them from inside a server. Nova refuses an empty imageRef only while verification, validation and a trusted list are all set; with an empty list every image boot fails and this weaker path stays open.',
  references: ['nova compute/api: CertificateValidationFailed'],
  demandedBy: 'boot',
  judge: ({ cloud, api, at }) => {
    const rules = [ATTACH_RULE, 'os_compute_api:servers:create'];
    const defences: Defence[] = rules.flatMap((rule) => findRuleRefusal(cloud, 'nova', rule));
    if (bootVolume(api, 'empty-image-ref') === 'refused') {
      defences.push({ layer: 'boot-signatures', at: at.trusted, because: 'Nova refuses a boot without an imageRef' });
    }
    const reach = 'A server boots from a volume: Nova checks nothing, and Cinder verifies only what it downloads.';
    return answerAttack(defences, reach, restrictRules(cloud, 'nova', [ATTACH_RULE]));
  },
});
