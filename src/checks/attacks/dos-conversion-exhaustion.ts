// A conversion that takes all processors and memory.
import { findConversionDefences } from '../mechanisms/quota-bounds';
import { createPluginAttack } from '../mechanisms/quota-plugin';

export const attack = createPluginAttack({
  id: 'dos-conversion-exhaustion',
  title: 'Conversion that takes processors and memory',
  severity: 'medium',
  words:
    'Glance bounds qemu-img info (prlimit) and not qemu-img convert, and no option does: a crafted image keeps processors and memory of the API host busy.',
  references: ['OSSA-2016-012'],
  plugin: 'image_conversion',
  findBounds: findConversionDefences,
  outcome: 'qemu-img convert runs on a crafted image without any bound on processor time and memory',
});
