// Labels for which no inspector exists: the bytes are anybody's guess.
import { imageBytes } from '../../emulators/formats/image-bytes';
import { createFormatAttack } from '../mechanisms/format-attack';
import { readImageFormats } from '../mechanisms/format-upload';

const labels = ['ploop', 'ami', 'aki', 'ari'];

export const attack = createFormatAttack({
  id: 'formats-label-without-inspector',
  title: 'Label without an inspector',
  severity: 'low',
  words:
    'ploop, ami, aki and ari have no inspector. Whatever matches no known signature is stored under such a label, and Nova leaves the three Amazon labels out of its comparison of label and bytes.',
  references: ['OSSA-2024-001, class of attack'],
  images: (cloud) => {
    const allowed = labels.filter((name) => readImageFormats(cloud).diskFormats.includes(name));
    const tried = allowed.length > 0 ? allowed : ['ploop'];
    return tried.map((diskFormat) => ({ bytes: imageBytes.raw, diskFormat, containerFormat: 'bare' }));
  },
  goal: 'stored',
  reach: ({ diskFormat }) =>
    `Bytes of any kind are stored as ${diskFormat}: nothing can say whether they are what they are called.`,
});
