// OSSA-2024-001: A qcow2 header names an external data file.
import type { Advisory } from './advisory';

/** A qcow2 header names an external data file (OSSA-2024-001, 2024). */
export const advisory: Advisory = {
  id: 'OSSA-2024-001',
  year: 2024,
  title: 'A qcow2 header names an external data file',
  layer: 'formats',
  affected: [
    { project: 'cinder', versions: '<22.1.3, 23.0.0 to <23.1.1, 24.0.0' },
    { project: 'glance', versions: '<26.0.1, 27.0.0, 28.0.0 to <28.0.2' },
    { project: 'nova', versions: '<27.3.1, 28.0.0 to <28.1.1, 29.0.0 to <29.0.3' },
  ],
  fixedIn: ['glance 26.1.0, 27.1.0, 28.1.0', 'nova 27.4.0, 28.2.0, 29.1.0', 'cinder 22.2.0, 23.2.0, 24.1.0'],
  weakness: 'qemu-img follows the data-file field of a qcow2 header and copies a file of the host into the image.',
  remains: 'Images converted, cached or stored before the fix are not looked at again.',
  references: ['CVE-2024-32498', 'LP#2059809'],
  answeredBy: {
    kind: 'check',
    ids: ['formats-conversion-host-file', 'formats-qcow2-data-file', 'formats-uninspected-container'],
  },
};
