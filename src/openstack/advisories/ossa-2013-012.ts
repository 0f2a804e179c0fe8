// OSSA-2013-012: the virtual size of a qcow2 image is not held against the flavor.
import type { Advisory } from './advisory';

/** The virtual size of a qcow2 image is not held against the flavor (OSSA-2013-012, 2013). */
export const advisory: Advisory = {
  id: 'OSSA-2013-012',
  year: 2013,
  title: 'The virtual size of a qcow2 image is not held against the flavor',
  layer: 'formats',
  affected: [{ project: 'nova', versions: 'every release of the time' }],
  fixedIn: ['havana'],
  weakness: 'A few kilobytes of qcow2 with a huge virtual disk fill a compute host.',
  remains: 'Quota counts the disk of a host, not the image.',
  references: ['CVE-2013-2096'],
  answeredBy: { kind: 'none', because: 'fixed in code before the oldest release that Glacis knows' },
};
