// OSSN-0026: whoever writes the configuration runs code.
import type { Advisory } from './advisory';

/** Whoever writes the configuration runs code (OSSN-0026, 2014). */
export const advisory: Advisory = {
  id: 'OSSN-0026',
  year: 2014,
  title: 'Whoever writes the configuration runs code',
  layer: 'config',
  affected: [{ project: 'all', versions: 'all' }],
  fixedIn: [],
  weakness: 'Configuration files of a service decide which code it loads.',
  remains: 'Paste files and rootwrap filters count as configuration.',
  references: ['Check-Image-01', 'Check-Image-02'],
  answeredBy: { kind: 'none', because: 'owners and modes are set where the files are installed' },
};
