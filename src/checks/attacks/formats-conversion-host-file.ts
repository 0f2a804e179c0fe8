// The conversion plugin of Glance hands qemu-img an image that names a file of the Glance host.
import type { Cloud } from '../cloud/cloud';
import { createPluginAttack } from '../mechanisms/quota-plugin';
import type { Defence } from '../types';

export const attack = createPluginAttack({
  id: 'formats-conversion-host-file',
  title: 'Conversion that copies a file of the Glance host',
  layer: 'formats',
  severity: 'critical',
  words:
    'A staged qcow2 names an external data file, or a VMDK a flat extent: qemu-img convert reads it where Glance runs, and the member downloads it as the image. With 25.1.0 that was /etc/passwd; whatever the user glance may read is in reach, passwords in glance-api.conf included.',
  references: ['CVE-2024-32498 (OSSA-2024-001)', 'CVE-2022-47951 (OSSA-2023-002)'],
  plugin: 'image_conversion',
  findBounds: findHeaderDefences,
  outcome: 'qemu-img opens the file of the host that the header names, and its bytes become the image',
});

/** Types of VMDK that name no other file. */
const singleFile: ReadonlySet<unknown> = new Set(['streamOptimized', 'monolithicSparse']);

function findHeaderDefences(cloud: Cloud): Defence[] {
  const { fixes } = cloud.level('glance');
  const defences: Defence[] = [];
  if (fixes.has('OSSA-2024-001')) {
    const because =
      'the plugin refuses an image that names another file before qemu-img sees it (run on three releases)';
    defences.push({ layer: 'glance-code', at: null, because });
  }
  const format = cloud.config('glance').get('image_conversion', 'output_format');
  const types = cloud.config('glance').get('image_format', 'vmdk_allowed_types').value;
  const isFlatRefused = Array.isArray(types) && types.every((type) => singleFile.has(type));
  // A qcow2 is left as it is then; before OSSA-2023-002, or with the type allowed, a VMDK does the same (run on 25.1.0).
  if (format.value === 'qcow2' && fixes.has('OSSA-2023-002') && isFlatRefused) {
    defences.push({
      layer: 'import-plugins',
      at: format.at,
      because: 'output_format is qcow2: a qcow2 is not converted',
    });
  }
  return defences;
}
