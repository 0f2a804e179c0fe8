// OSSA-2012-017: version 1 deletes images of others.
import type { Advisory } from './advisory';

/** Version 1 deletes images of others (OSSA-2012-017, 2012). */
export const advisory: Advisory = {
  id: 'OSSA-2012-017',
  year: 2012,
  title: 'Version 1 deletes images of others',
  layer: 'policy',
  affected: [{ project: 'glance', versions: 'essex, folsom, grizzly' }],
  fixedIn: ['folsom and grizzly updates'],
  weakness: 'Any authenticated user could delete an unprotected image.',
  remains: 'Version 1 only.',
  references: ['CVE-2012-4573', 'CVE-2012-5482'],
  answeredBy: { kind: 'none', because: 'fixed in code; version 1 is gone from rocky on' },
};
