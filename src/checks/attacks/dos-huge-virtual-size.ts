// A small image of huge virtual size, converted to raw.
import { findFileSizeDefences, findStagingDefences } from '../mechanisms/quota-bounds';
import { createPluginAttack } from '../mechanisms/quota-plugin';

export const attack = createPluginAttack({
  id: 'dos-huge-virtual-size',
  title: 'Small file of huge virtual size',
  severity: 'medium',
  words:
    'A qcow2 file of 200 KB may describe a disk of terabytes. Nova and Cinder compare it with flavor and volume; the conversion plugin of Glance compares it with nothing.',
  references: ['OSSA-2013-012', 'OSSA-2013-029'],
  plugin: 'image_conversion',
  findBounds: (cloud) => [...findFileSizeDefences(cloud), ...findStagingDefences(cloud)],
  outcome: 'qemu-img writes an image of terabytes next to the staged one',
});
