// OSSA-2015-004: A deleted import leaves its data in the store.
import type { Advisory } from './advisory';

/** A deleted import leaves its data in the store (OSSA-2015-004, 2015). */
export const advisory: Advisory = {
  id: 'OSSA-2015-004',
  year: 2015,
  title: 'A deleted import leaves its data in the store',
  layer: 'dos',
  affected: [{ project: 'glance', versions: '2014.2..2014.2.2' }],
  fixedIn: ['2014.2.3'],
  weakness: 'Deleting the image while its task runs left data that nobody tracks.',
  remains: 'Keep the tasks API closed.',
  references: ['CVE-2014-9684', 'CVE-2015-1881'],
  answeredBy: { kind: 'control', controls: ['ImagePolicy'] },
};
