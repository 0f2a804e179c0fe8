// OSSA-2015-002: the filesystem scheme slips past the fix for local files.
import type { Advisory } from './advisory';

/** The filesystem scheme slips past the fix for local files (OSSA-2015-002, 2015). */
export const advisory: Advisory = {
  id: 'OSSA-2015-002',
  year: 2015,
  title: 'The filesystem scheme slips past the fix for local files',
  layer: 'locations',
  affected: [{ project: 'glance', versions: 'up to 2014.1.3, 2014.2..2014.2.1' }],
  fixedIn: ['2014.1.4', '2014.2.2'],
  weakness: 'The first fix refused file but not filesystem as a scheme.',
  remains: 'Refused today: file, filesystem and swift+config.',
  references: ['CVE-2015-1195'],
  answeredBy: { kind: 'check', ids: ['locations-file-scheme'] },
};
