// File that is ISO and qcow2 at once.
import { imageBytes } from '../../emulators/formats/image-bytes';
import { createFormatAttack } from '../mechanisms/format-attack';

export const attack = createFormatAttack({
  id: 'formats-iso-polyglot',
  title: 'File that is ISO and qcow2 at once',
  severity: 'medium',
  words: 'Each reader sees what it looks for: a gate sees an ISO, qemu a qcow2 with whatever its header names.',
  references: ['OSSA-2024-001, class of attack'],
  images: () => [{ bytes: imageBytes.isoQcow2, diskFormat: 'iso', containerFormat: 'bare' }],
  goal: 'consumers',
  reach: ({ diskFormat }) => `The file is stored as ${diskFormat}, and qemu takes it for a qcow2.`,
});
