// qcow2 with a backing file.
import { imageBytes } from '../../emulators/formats/image-bytes';
import { createFormatAttack } from '../mechanisms/format-attack';

export const attack = createFormatAttack({
  id: 'formats-qcow2-backing-file',
  title: 'qcow2 with a backing file',
  severity: 'critical',
  words:
    'A qcow2 header names a file of the host as its backing file; whoever converts or boots the image reads that file as part of the disk.',
  references: ['OSSA-2015-014', 'CVE-2024-32498 (OSSA-2024-001)'],
  images: () => [{ bytes: imageBytes.qcow2BackingFile, diskFormat: 'qcow2', containerFormat: 'bare' }],
  goal: 'consumers',
  reach: ({ diskFormat }) => `The image is stored as ${diskFormat}, and qemu reads its backing file on the host.`,
});
