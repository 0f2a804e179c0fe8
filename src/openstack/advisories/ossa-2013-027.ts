// OSSA-2013-027: the cache serves images without asking download_image.
import type { Advisory } from './advisory';

/** The cache serves images without asking download_image (OSSA-2013-027, 2013). */
export const advisory: Advisory = {
  id: 'OSSA-2013-027',
  year: 2013,
  title: 'The cache serves images without asking download_image',
  layer: 'policy',
  affected: [{ project: 'glance', versions: 'grizzly, folsom and older' }],
  fixedIn: ['havana'],
  weakness: 'The cache middleware answered before the policy was checked.',
  remains: 'Nothing on fixed releases.',
  references: ['CVE-2013-4428'],
  answeredBy: { kind: 'none', because: 'fixed in code before the oldest release that Glacis knows' },
};
