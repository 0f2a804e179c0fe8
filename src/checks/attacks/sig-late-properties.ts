// Signature properties that are written after the bytes.

import { signatureProperties } from '../../emulators/signatures/image-state';
import { answerAttack, createSignatureAttack, findBootDefences, groundless } from '../mechanisms/signature-attack';
import { findPropertyDefences } from '../mechanisms/signature-properties';

export const attack = createSignatureAttack({
  id: 'sig-late-properties',
  title: 'Signature properties changed after the upload',
  severity: 'medium',
  words:
    'Glance compares properties with bytes only while the bytes arrive. Afterwards the owner may add, change or remove img_signature* at any time, unless property protections keep it from them; what was verified once is then a claim.',
  references: ['glance property_protection_file'],
  demandedBy: 'either',
  judge: (ground) => {
    const { defences, doubt } = findPropertyDefences(
      ground.cloud,
      signatureProperties,
      ['create', 'update', 'delete'],
      'img_signature*',
    );
    const found = [...defences, ...findBootDefences(ground, 'BAD')];
    if (found.length === 0 && doubt !== null) return groundless(doubt, 'knowledge');
    return answerAttack(
      found,
      'The owner rewrites img_signature* after the upload, and nothing compares them with the bytes again.',
    );
  },
});
