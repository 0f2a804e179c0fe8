// VMDK descriptor called raw or qcow2.
import { imageBytes } from '../../emulators/formats/image-bytes';
import { createFormatAttack } from '../mechanisms/format-attack';

export const attack = createFormatAttack({
  id: 'formats-vmdk-as-raw',
  title: 'VMDK descriptor called raw or qcow2',
  severity: 'critical',
  words: 'The descriptor comes under another label, so that a gate which asks the label never sees a VMDK.',
  references: ['CVE-2022-47951 (OSSA-2023-002)', 'CVE-2024-40767 (OSSA-2024-002)'],
  images: () => [
    { bytes: imageBytes.vmdkFlat, diskFormat: 'raw', containerFormat: 'bare' },
    { bytes: imageBytes.vmdkFlat, diskFormat: 'qcow2', containerFormat: 'bare' },
  ],
  goal: 'consumers',
  reach: ({ diskFormat }) =>
    `The descriptor is stored as ${diskFormat}; qemu-img recognises it on the host and reads the file that it names.`,
});
