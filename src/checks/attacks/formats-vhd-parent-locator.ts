// VHD with a parent locator.
import { imageBytes } from '../../emulators/formats/image-bytes';
import { createFormatAttack } from '../mechanisms/format-attack';

export const attack = createFormatAttack({
  id: 'formats-vhd-parent-locator',
  title: 'VHD with a parent locator',
  severity: 'low',
  words:
    'The file reaches the VHD parsers of Glance, Nova and qemu-img: code that few clouds need and every tenant can feed.',
  references: ['OSSA-2024-001, class of attack'],
  images: () => [{ bytes: imageBytes.vhdParent, diskFormat: 'vhd', containerFormat: 'bare' }],
  goal: 'stored',
  reach: ({ diskFormat }) =>
    `The file is stored as ${diskFormat}, and every host that uses it parses it with qemu-img.`,
});
