// OSSN-0065: the owner swaps the data of an active image through its locations.
import type { Advisory } from './advisory';

/** The owner swaps the data of an active image through its locations (OSSN-0065, 2016). */
export const advisory: Advisory = {
  id: 'OSSN-0065',
  year: 2016,
  title: 'The owner swaps the data of an active image through its locations',
  layer: 'locations',
  affected: [{ project: 'glance', versions: 'havana to ocata by the note; every release while the option is on' }],
  fixedIn: ['no fix in code; OSSN-0090 replaced the advice'],
  weakness:
    'With show_multiple_locations on, an owner adds another location, removes the first, and users get other bytes under the same id.',
  remains: 'Policy rules alone do not close it, as OSSN-0090 says later.',
  references: ['LP#1549483'],
  answeredBy: { kind: 'check', ids: ['locations-patch', 'locations-swap', 'sharing-community-lookalike'] },
};
