// OSSA-2026-002: resizing a flat disk lets qemu-img guess its format.
import type { Advisory } from './advisory';

/** Resizing a flat disk lets qemu-img guess its format (OSSA-2026-002, 2026). */
export const advisory: Advisory = {
  id: 'OSSA-2026-002',
  year: 2026,
  title: 'Resizing a flat disk lets qemu-img guess its format',
  layer: 'formats',
  affected: [{ project: 'nova', versions: 'before 30.3.0, 31.0.0 to 31.2.x, 32.0.0 to 32.1.x' }],
  fixedIn: ['30.3.0', '31.3.0', '32.2.0', '33.0.0'],
  weakness:
    'A guest writes a qcow2 header on its raw disk; at resize nova runs qemu-img without naming the format and damages data of the host.',
  remains: 'Series before 2024.2 have no patch. qcow2, rbd or lvm as image type avoids the path.',
  references: ['CVE-2026-24708', 'LP#2137507'],
  answeredBy: {
    kind: 'none',
    because: 'it concerns the disks of running servers (use_cow_images, images_type), not the image pipeline',
  },
};
