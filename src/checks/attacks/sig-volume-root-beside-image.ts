// An imageRef that is signed, and a root volume made from an image that is not.
import {
  answerAttack,
  createSignatureAttack,
  findRuleRefusal,
  groundless,
  restrictRules,
} from '../mechanisms/signature-attack';
import { ATTACH_RULE, findRootVolumeDefences } from '../mechanisms/volume-rules';

export const attack = createSignatureAttack({
  id: 'sig-volume-root-beside-image',
  title: 'Root volume from another image beside a signed imageRef',
  severity: 'high',
  words:
    "Nova's refusal of volume boots looks for an empty imageRef: a request that names a signed image and asks for a root volume made from an unsigned one is accepted, and the trusted ids stored with the server are used by nobody. The volume may be named in the request, which a rule of Nova can refuse, or in block_device_mapping of an image that the member made, which no rule is asked about: only property protections of Glance keep members from writing it.",
  references: ['nova compute/api: _create_instance', 'nova compute/api: _get_image_defined_bdms'],
  demandedBy: 'boot',
  judge: ({ cloud }) => {
    const { defences, doubt, isProtected } = findRootVolumeDefences(cloud);
    if (defences.length > 0) return answerAttack(defences, '');
    if (doubt !== null) return groundless(doubt, 'knowledge');
    const reach = 'The server boots from a volume that Cinder made, and the imageRef beside it is decoration';
    if (isProtected) return answerAttack([], `${reach}.`, restrictRules(cloud, 'nova', [ATTACH_RULE]));
    // The rule alone closes nothing then, and a file of protections is no line that could be proposed.
    const also = findRuleRefusal(cloud, 'nova', ATTACH_RULE).length > 0 ? '' : `beside the rule ${ATTACH_RULE} `;
    return answerAttack([], `${reach}: ${also}block_device_mapping of images must be protected (signatureProperties).`);
  },
});
