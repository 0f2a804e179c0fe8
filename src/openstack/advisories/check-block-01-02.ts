// Check-Block-01/02: owner and modes of cinder configuration.
import type { Advisory } from './advisory';

/** Owner and modes of cinder configuration (Check-Block-01/02, 2024). */
export const advisory: Advisory = {
  id: 'Check-Block-01/02',
  year: 2024,
  title: 'Owner and modes of cinder configuration',
  layer: 'config',
  affected: [{ project: 'cinder', versions: 'all' }],
  fixedIn: [],
  weakness: 'As for glance.',
  remains: 'As for glance.',
  references: ['OpenStack Security Guide'],
  answeredBy: { kind: 'none', because: 'owners and modes are set where the files are installed' },
};
