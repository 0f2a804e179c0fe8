// A GPT disk that fails the safety checks, where an operator declared them harmless.
import { imageBytes } from '../../emulators/formats/image-bytes';
import { isBefore } from '../cloud/releases';
import { createFormatAttack } from '../mechanisms/format-attack';

export const attack = createFormatAttack({
  id: 'formats-gpt-nonfatal',
  title: 'GPT disk that fails its safety checks',
  severity: 'low',
  words:
    'gpt_safety_checks_nonfatal switches checks of partition tables off one by one. A disk whose protective MBR does not cover it can show one content to one reader and another to the next.',
  references: ['OSSA-2024-001, class of attack'],
  images: () => [{ bytes: imageBytes.gptBroken, diskFormat: 'raw', containerFormat: 'bare' }],
  goal: 'stored',
  reach: () =>
    'gpt_safety_checks_nonfatal names mbr, as it does by default from 2025.1 to 2026.1, and the disk is stored.',
  groundless: (cloud) =>
    isBefore(cloud, '2025.1')
      ? 'no service of this release looks at partition tables: a raw disk is bytes for the guest alone'
      : null,
});
