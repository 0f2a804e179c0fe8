// OSSN-0057: empty images fill the database.
import type { Advisory } from './advisory';

/** Empty images fill the database (OSSN-0057, 2015). */
export const advisory: Advisory = {
  id: 'OSSN-0057',
  year: 2015,
  title: 'Empty images fill the database',
  layer: 'dos',
  affected: [{ project: 'glance', versions: 'icehouse..liberty' }],
  fixedIn: ['xena: image_count_total'],
  weakness: 'An image without data costs no storage quota, so its number was not limited by anything.',
  remains: 'As OSSN-0076.',
  references: ['LP#1401170'],
  answeredBy: { kind: 'control', controls: ['ImageQuotas', 'ImageCreateRateLimit'] },
};
