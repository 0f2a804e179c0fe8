// OSSN-0076: nothing limits how many images a project creates.
import type { Advisory } from './advisory';

/** Nothing limits how many images a project creates (OSSN-0076, 2016). */
export const advisory: Advisory = {
  id: 'OSSN-0076',
  year: 2016,
  title: 'Nothing limits how many images a project creates',
  layer: 'dos',
  affected: [{ project: 'glance', versions: 'every release; xena brought a limit that is off by default' }],
  fixedIn: ['xena: image_count_total with use_keystone_limits'],
  weakness: 'Calls that create images add rows without bound to the image tables of the database.',
  remains:
    'image_count_total forgets deleted rows, so a loop of create and delete grows the tables until they are purged; a rate limit slows it.',
  references: ['LP#1545092', 'OSSN-0057'],
  answeredBy: { kind: 'control', controls: ['ImageQuotas', 'ImageCreateRateLimit'] },
};
