// A crafted qcow2 in a container whose bytes Glance does not inspect.
import { imageBytes } from '../../emulators/formats/image-bytes';
import { createFormatAttack } from '../mechanisms/format-attack';
import { readImageFormats } from '../mechanisms/format-upload';

const containers = ['ovf', 'ova', 'docker', 'compressed', 'ami', 'aki', 'ari'];

export const attack = createFormatAttack({
  id: 'formats-uninspected-container',
  title: 'qcow2 inside a container that nobody inspects',
  severity: 'high',
  words:
    'Glance wraps bare uploads alone for inspection, in every release. Called ovf or docker, the same bytes are stored unseen, and Nova and Cinder read them as what disk_format says.',
  references: ['CVE-2024-32498 (OSSA-2024-001)'],
  // The attacker takes the container that is allowed; without one any other than bare shows the refusal.
  images: (cloud) => {
    const allowed = containers.filter((name) => readImageFormats(cloud).containerFormats.includes(name));
    const tried = allowed.length > 0 ? allowed : ['ovf'];
    return tried.map((containerFormat) => ({ bytes: imageBytes.qcow2DataFile, diskFormat: 'qcow2', containerFormat }));
  },
  goal: 'consumers',
  reach: ({ containerFormat }) =>
    `In container ${containerFormat} the bytes are stored without a look, and qemu-img on the host opens the file that the header names.`,
});
