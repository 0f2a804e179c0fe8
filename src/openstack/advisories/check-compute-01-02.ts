// Check-Compute-01/02: owner and modes of nova configuration.
import type { Advisory } from './advisory';

/** Owner and modes of nova configuration (Check-Compute-01/02, 2024). */
export const advisory: Advisory = {
  id: 'Check-Compute-01/02',
  year: 2024,
  title: 'Owner and modes of nova configuration',
  layer: 'config',
  affected: [{ project: 'nova', versions: 'all' }],
  fixedIn: [],
  weakness: 'As for glance.',
  remains: 'As for glance.',
  references: ['OpenStack Security Guide'],
  answeredBy: { kind: 'none', because: 'owners and modes are set where the files are installed' },
};
