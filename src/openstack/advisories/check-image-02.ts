// Check-Image-02: configuration files are not readable by everyone.
import type { Advisory } from './advisory';

/** Configuration files are not readable by everyone (Check-Image-02, 2024). */
export const advisory: Advisory = {
  id: 'Check-Image-02',
  year: 2024,
  title: 'Configuration files are not readable by everyone',
  layer: 'config',
  affected: [{ project: 'glance', versions: 'all' }],
  fixedIn: [],
  weakness: 'Passwords in the files are readable by any local user.',
  remains: 'The same old list of files.',
  references: ['OpenStack Security Guide'],
  answeredBy: { kind: 'none', because: 'modes are set where the files are installed; the manifest names them' },
};
