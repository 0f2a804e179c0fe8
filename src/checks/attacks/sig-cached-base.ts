// Base files that were there before anybody verified.
import { answerAttack, createSignatureAttack } from '../mechanisms/signature-attack';

export const attack = createSignatureAttack({
  id: 'sig-cached-base',
  title: 'Base image cached before verification',
  severity: 'low',
  words:
    'Nova verifies while it downloads, and downloads only what the host does not have: an image that was cached before verification was switched on boots unverified for as long as its base file stays. No option verifies it again; purge instances/_base on every host once, then accept this for what it is.',
  references: ['Guide-Instance-Signatures'],
  demandedBy: 'boot',
  judge: () =>
    answerAttack(
      [],
      'A base file from before the roll-out boots unverified until it is purged; no file can say that it was.',
    ),
});
