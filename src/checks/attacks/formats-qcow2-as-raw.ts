// qcow2 bytes called raw.
import { imageBytes } from '../../emulators/formats/image-bytes';
import { createFormatAttack } from '../mechanisms/format-attack';

export const attack = createFormatAttack({
  id: 'formats-qcow2-as-raw',
  title: 'qcow2 bytes called raw',
  severity: 'critical',
  words:
    'A raw label was believed: no inspector looked at the bytes, and qemu found the qcow2 header, with the host file it names, later on.',
  references: ['CVE-2024-40767 (OSSA-2024-002)'],
  images: () => [{ bytes: imageBytes.qcow2DataFile, diskFormat: 'raw', containerFormat: 'bare' }],
  goal: 'consumers',
  reach: ({ diskFormat }) =>
    `The image is stored as ${diskFormat}, and the qcow2 header in its bytes is found by qemu on the host.`,
});
