// OSSA-2014-041: A location can be a local file.
import type { Advisory } from './advisory';

/** A location can be a local file (OSSA-2014-041, 2014). */
export const advisory: Advisory = {
  id: 'OSSA-2014-041',
  year: 2014,
  title: 'A location can be a local file',
  layer: 'locations',
  affected: [{ project: 'glance', versions: 'up to 2014.1.3, 2014.2..2014.2.1' }],
  fixedIn: ['2014.1.4', '2014.2.2'],
  weakness: 'A file URL as location let tenants read or delete any file that glance can reach.',
  remains: 'It rests on the list of refused schemes in the code.',
  references: ['CVE-2014-9493'],
  answeredBy: { kind: 'check', ids: ['locations-file-scheme'] },
};
