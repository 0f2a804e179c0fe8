// Check-Image-01: configuration files belong to root and the glance group.
import type { Advisory } from './advisory';

/** Configuration files belong to root and the glance group (Check-Image-01, 2024). */
export const advisory: Advisory = {
  id: 'Check-Image-01',
  year: 2024,
  title: 'Configuration files belong to root and the glance group',
  layer: 'config',
  affected: [{ project: 'glance', versions: 'all' }],
  fixedIn: [],
  weakness: 'Otherwise an unprivileged user changes how the service behaves.',
  remains: 'The list of files in the guide is old: the registry and policy.json are gone.',
  references: ['OpenStack Security Guide'],
  answeredBy: { kind: 'none', because: 'owners are set where the files are installed; the manifest names the modes' },
};
