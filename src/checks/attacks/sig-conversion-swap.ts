// Import plugins that change bytes which are signed.
import { storeImage } from '../../emulators/signatures/glance-store';
import { answerAttack, createSignatureAttack, groundless } from '../mechanisms/signature-attack';
import { convertingPlugins } from '../mechanisms/signature-ground';

export const attack = createSignatureAttack({
  id: 'sig-conversion-swap',
  title: 'Bytes converted under a signature',
  severity: 'medium',
  words:
    'image_conversion and image_decompression change the bytes before they are stored. No image slips through: Glance compares the signature with the converted bytes and fails the import, so that no signed image can be imported at all. A lint says where the two stand together.',
  references: ['glance image_conversion', 'glance location: ImageProxy.set_data'],
  demandedBy: 'either',
  judge: ({ plugins }) => {
    if (!plugins.some((name) => convertingPlugins.has(name))) return groundless('no import plugin changes bytes here');
    const { ends, because } = storeImage('import', 'OK', { isConverting: true });
    return answerAttack(
      ends === 'refused' ? [{ layer: 'glance-code', at: null, because }] : [],
      'Converted bytes are stored under a signature that was made for others.',
    );
  },
});
