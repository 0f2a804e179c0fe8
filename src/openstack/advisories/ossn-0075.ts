// OSSN-0075: purging image rows lets an old id be used again.
import type { Advisory } from './advisory';

/** Purging image rows lets an old id be used again (OSSN-0075, 2016). */
export const advisory: Advisory = {
  id: 'OSSN-0075',
  year: 2016,
  title: 'Purging image rows lets an old id be used again',
  layer: 'dos',
  affected: [{ project: 'glance', versions: 'before rocky tooling' }],
  fixedIn: ['rocky: the purge leaves the images table alone'],
  weakness: 'After a purge of the images table an attacker creates an image with the id of a formerly public one.',
  remains: 'Whoever runs the purge of the images table brings it back.',
  references: [],
  answeredBy: { kind: 'none', because: 'it is decided by how glance-manage is run' },
};
