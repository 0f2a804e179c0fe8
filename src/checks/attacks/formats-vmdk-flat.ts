// VMDK descriptor that names a host file.
import { imageBytes } from '../../emulators/formats/image-bytes';
import { createFormatAttack } from '../mechanisms/format-attack';

export const attack = createFormatAttack({
  id: 'formats-vmdk-flat',
  title: 'VMDK descriptor that names a host file',
  severity: 'critical',
  words:
    'A monolithicFlat descriptor is a text that names the file with the data. Converting it copies a file of the host into the image.',
  references: ['CVE-2022-47951 (OSSA-2023-002)'],
  images: () => [{ bytes: imageBytes.vmdkFlat, diskFormat: 'vmdk', containerFormat: 'bare' }],
  goal: 'consumers',
  reach: ({ diskFormat }) =>
    `The descriptor is stored as ${diskFormat}, and qemu-img on the host reads the file that it names.`,
});
