// OSSA-2023-002: A flat VMDK descriptor points at a file of the host.
import type { Advisory } from './advisory';

/** A flat VMDK descriptor points at a file of the host (OSSA-2023-002, 2023). */
export const advisory: Advisory = {
  id: 'OSSA-2023-002',
  year: 2023,
  title: 'A flat VMDK descriptor points at a file of the host',
  layer: 'formats',
  affected: [
    { project: 'cinder', versions: '<19.1.2, 20.0.0 to <20.0.2, 21.0.0' },
    { project: 'glance', versions: '<23.0.1, 24.0.0 to <24.1.1, 25.0.0' },
    { project: 'nova', versions: '<24.1.2, 25.0.0 to <25.0.2, 26.0.0' },
  ],
  fixedIn: ['glance 23.1.0, 24.2.0, 25.1.0', 'nova 24.2.0, 25.1.0, 26.1.0', 'cinder 19.2.0, 20.1.0, 21.1.0'],
  weakness: 'The extent line of a VMDK descriptor may name any path; conversion then copies that file into the image.',
  remains: 'The allowed types are checked where images are converted or booted, at upload only from 2025.1 on.',
  references: ['CVE-2022-47951', 'LP#1996188'],
  answeredBy: { kind: 'check', ids: ['formats-conversion-host-file', 'formats-vmdk-flat', 'formats-vmdk-as-raw'] },
};
