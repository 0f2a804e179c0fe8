// OSSA-2015-003: deleting during an upload escapes the storage quota.
import type { Advisory } from './advisory';

/** Deleting during an upload escapes the storage quota (OSSA-2015-003, 2015). */
export const advisory: Advisory = {
  id: 'OSSA-2015-003',
  year: 2015,
  title: 'Deleting during an upload escapes the storage quota',
  layer: 'dos',
  affected: [{ project: 'glance', versions: 'up to 2014.1.3, 2014.2..2014.2.1' }],
  fixedIn: ['2014.1.4', '2014.2.2'],
  weakness: 'An image that is deleted while it is uploaded was never counted.',
  remains: 'The quota stays a best effort when uploads run in parallel.',
  references: ['CVE-2014-9623'],
  answeredBy: { kind: 'control', controls: ['ImageQuotas'] },
};
