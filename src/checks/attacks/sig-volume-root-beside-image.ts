// An imageRef that is signed, and a root volume made from an image that is not.
import { answerAttack, createSignatureAttack, findRuleRefusal, restrictRules } from '../mechanisms/signature-attack';
import { ATTACH_RULE } from '../mechanisms/volume-rules';

export const attack = createSignatureAttack({
  id: 'sig-volume-root-beside-image',
  title: 'Root volume from another image beside a signed imageRef',
  severity: 'high',
  words:
    "Nova's refusal of volume boots looks for an empty imageRef: a request that names a signed image and asks for a root volume made from an unsigned one is accepted, and the trusted ids stored with the server are used by nobody (read in code).",
  references: ['nova compute/api: _create_instance'],
  demandedBy: 'boot',
  judge: ({ cloud }) =>
    answerAttack(
      findRuleRefusal(cloud, 'nova', ATTACH_RULE),
      'The server boots from a volume that Cinder made; the signed imageRef beside it is decoration.',
      restrictRules(cloud, 'nova', [ATTACH_RULE]),
    ),
});
