// The first scheme of signatures, over an MD5 checksum.
import { answerAttack, createSignatureAttack } from '../mechanisms/signature-attack';

export const attack = createSignatureAttack({
  id: 'sig-md5-checksum',
  title: 'Signature over an MD5 checksum',
  severity: 'low',
  words:
    'Liberty signed the MD5 checksum of an image, which is no stronger than MD5. Since mitaka the properties have other names, the signature covers the bytes, and MD5 is refused as a hash method (measured on three releases).',
  references: ['OSSN-0061', 'CVE-2015-8234'],
  demandedBy: 'either',
  judge: () =>
    answerAttack(
      [
        {
          layer: 'glance-code',
          at: null,
          because: 'the properties of liberty are not read, and MD5 is no hash method',
        },
      ],
      '',
    ),
});
