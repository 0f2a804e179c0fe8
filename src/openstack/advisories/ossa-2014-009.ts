// OSSA-2014-009: rescue mode leaks files of the compute host.
import type { Advisory } from './advisory';

/** Rescue mode leaks files of the compute host (OSSA-2014-009, 2014). */
export const advisory: Advisory = {
  id: 'OSSA-2014-009',
  year: 2014,
  title: 'Rescue mode leaks files of the compute host',
  layer: 'formats',
  affected: [{ project: 'nova', versions: '2013.2..2013.2.2' }],
  fixedIn: ['2013.2.3'],
  weakness: 'Rescue parsed the disk that the guest had altered, with use_cow_images off.',
  remains: 'Nothing on fixed releases.',
  references: ['CVE-2014-0134'],
  answeredBy: { kind: 'none', because: 'fixed in code before the oldest release that Glacis knows' },
};
