// OSSA-2016-001: A snapshot of an altered disk leaks files of the compute host.
import type { Advisory } from './advisory';

/** A snapshot of an altered disk leaks files of the compute host (OSSA-2016-001, 2016). */
export const advisory: Advisory = {
  id: 'OSSA-2016-001',
  year: 2016,
  title: 'A snapshot of an altered disk leaks files of the compute host',
  layer: 'formats',
  affected: [{ project: 'nova', versions: '<=2015.1.2, 12.0.0' }],
  fixedIn: ['2015.1.3', '12.0.1'],
  weakness: 'The libvirt driver believed the header on the disk of a raw backed server.',
  remains: 'Nothing on fixed releases.',
  references: ['CVE-2015-7548'],
  answeredBy: { kind: 'none', because: 'fixed in code before the oldest release that Glacis knows' },
};
