// OSSN-0025: public images in a multi tenant swift store need no authentication.
import type { Advisory } from './advisory';

/** Public images in a multi tenant swift store need no authentication (OSSN-0025, 2014). */
export const advisory: Advisory = {
  id: 'OSSN-0025',
  year: 2014,
  title: 'Public images in a multi tenant swift store need no authentication',
  layer: 'locations',
  affected: [{ project: 'glance, swift', versions: 'havana, icehouse, and any with that configuration' }],
  fixedIn: [],
  weakness:
    'delay_auth_decision in swift together with the multi tenant store left public image objects readable by anyone.',
  remains: 'Object addresses can be guessed.',
  references: ['LP#1354512'],
  answeredBy: { kind: 'none', because: 'it is decided in the proxy configuration of swift and by the choice of store' },
};
