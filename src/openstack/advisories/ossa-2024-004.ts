// OSSA-2024-004: ironic converts before it compares the checksum.
import type { Advisory } from './advisory';

/** Ironic converts before it compares the checksum (OSSA-2024-004, 2024). */
export const advisory: Advisory = {
  id: 'OSSA-2024-004',
  year: 2024,
  title: 'Ironic converts before it compares the checksum',
  layer: 'signatures',
  affected: [{ project: 'ironic', versions: '<21.4.4, 22.0.0 to <23.0.3, 23.1.0 to <24.1.3, 25.0.0 to <26.1.0' }],
  fixedIn: ['21.4.4', '23.0.3', '24.1.3', '26.1.0'],
  weakness: 'With streamed raw conversion the checksum of the source can be skipped.',
  remains: 'No control on the glance side reaches it.',
  references: ['CVE-2024-47211'],
  answeredBy: { kind: 'none', because: 'it is ironic code and configuration, which Glacis does not render' },
};
