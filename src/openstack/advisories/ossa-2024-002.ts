// OSSA-2024-002: A raw label hides a qcow2 or VMDK header from the earlier fix.
import type { Advisory } from './advisory';

/** A raw label hides a qcow2 or VMDK header from the earlier fix (OSSA-2024-002, 2024). */
export const advisory: Advisory = {
  id: 'OSSA-2024-002',
  year: 2024,
  title: 'A raw label hides a qcow2 or VMDK header from the earlier fix',
  layer: 'formats',
  affected: [{ project: 'nova', versions: '<27.4.1, 28.0.0 to <28.2.1, 29.0.0 to <29.1.1' }],
  fixedIn: ['nova 27.5.0', 'nova 28.3.0', 'nova 29.2.0'],
  weakness:
    'Nova let qemu-img probe the bytes of an image that was registered as raw, so a qcow2 header or VMDK descriptor took effect after all.',
  remains:
    'A malicious base image that is already in the cache of a compute node stays there until somebody removes it.',
  references: ['CVE-2024-40767', 'LP#2071734'],
  answeredBy: { kind: 'check', ids: ['formats-qcow2-as-raw'] },
};
