// OSSA-2016-006: removing the last location makes an image writable again.
import type { Advisory } from './advisory';

/** Removing the last location makes an image writable again (OSSA-2016-006, 2016). */
export const advisory: Advisory = {
  id: 'OSSA-2016-006',
  year: 2016,
  title: 'Removing the last location makes an image writable again',
  layer: 'locations',
  affected: [{ project: 'glance', versions: '<=2015.1.2, 11.0.0..11.0.1' }],
  fixedIn: ['2015.1.3', '11.0.2'],
  weakness: 'The image went back to queued, and its owner uploaded other data under the same id.',
  remains: 'Nothing on fixed releases.',
  references: ['CVE-2016-0757'],
  answeredBy: { kind: 'check', ids: ['locations-overwrite-active'] },
};
