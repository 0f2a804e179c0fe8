// OSSA-2015-020: A token that expires during the upload leaves data behind.
import type { Advisory } from './advisory';

/** A token that expires during the upload leaves data behind (OSSA-2015-020, 2015). */
export const advisory: Advisory = {
  id: 'OSSA-2015-020',
  year: 2015,
  title: 'A token that expires during the upload leaves data behind',
  layer: 'dos',
  affected: [{ project: 'glance', versions: '<=2014.2.3, 2015.1.0..2015.1.1' }],
  fixedIn: ['2014.2.4', '2015.1.2'],
  weakness: 'The cleanup failed because the token was no longer valid.',
  remains: 'Concerned only API version 1 and the registry; both are gone.',
  references: ['CVE-2015-5286'],
  answeredBy: {
    kind: 'none',
    because: 'version 1 and the registry are gone, and the fix is older than every release that Glacis knows',
  },
};
