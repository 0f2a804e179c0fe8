// OSSA-2013-007: store credentials in version 1 headers.
import type { Advisory } from './advisory';

/** Store credentials in version 1 headers (OSSA-2013-007, 2013). */
export const advisory: Advisory = {
  id: 'OSSA-2013-007',
  year: 2013,
  title: 'Store credentials in version 1 headers',
  layer: 'config',
  affected: [{ project: 'glance', versions: 'every release of the time' }],
  fixedIn: ['folsom and grizzly updates'],
  weakness: 'Answers for cached images held the location with its credentials.',
  remains: 'Locations of S3 and swift keep credentials in the database.',
  references: ['CVE-2013-1840'],
  answeredBy: { kind: 'none', because: 'fixed in code; version 1 is gone from rocky on' },
};
