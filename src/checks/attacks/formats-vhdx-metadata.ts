// VHDX with a crafted metadata region.
import { imageBytes } from '../../emulators/formats/image-bytes';
import { createFormatAttack } from '../mechanisms/format-attack';

export const attack = createFormatAttack({
  id: 'formats-vhdx-metadata',
  title: 'VHDX with a crafted metadata region',
  severity: 'low',
  words: 'The file reaches the VHDX parsers: tables of regions with offsets and sizes that a tenant chose.',
  references: ['OSSA-2024-001, class of attack'],
  images: () => [{ bytes: imageBytes.vhdxRegions, diskFormat: 'vhdx', containerFormat: 'bare' }],
  goal: 'stored',
  reach: ({ diskFormat }) =>
    `The file is stored as ${diskFormat}, and every host that uses it parses it with qemu-img.`,
});
