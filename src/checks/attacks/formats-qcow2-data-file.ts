// qcow2 with an external data file.
import { imageBytes } from '../../emulators/formats/image-bytes';
import { createFormatAttack } from '../mechanisms/format-attack';

export const attack = createFormatAttack({
  id: 'formats-qcow2-data-file',
  title: 'qcow2 with an external data file',
  severity: 'critical',
  words:
    'A qcow2 header moves the guest data to a file of its choice. qemu-img opens that file on the compute or volume host, and the tenant reads it from the disk.',
  references: ['CVE-2024-32498 (OSSA-2024-001)'],
  images: () => [{ bytes: imageBytes.qcow2DataFile, diskFormat: 'qcow2', containerFormat: 'bare' }],
  goal: 'consumers',
  reach: ({ diskFormat }) =>
    `The image is stored as ${diskFormat}, and qemu-img on the host opens the file that its header names.`,
});
