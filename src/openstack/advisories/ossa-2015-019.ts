// OSSA-2015-019: A version 1 header sets the status of an image.
import type { Advisory } from './advisory';

/** A version 1 header sets the status of an image (OSSA-2015-019, 2015). */
export const advisory: Advisory = {
  id: 'OSSA-2015-019',
  year: 2015,
  title: 'A version 1 header sets the status of an image',
  layer: 'policy',
  affected: [{ project: 'glance', versions: '<=2014.2.3, 2015.1.0..2015.1.1' }],
  fixedIn: ['2014.2.4', '2015.1.2'],
  weakness: 'The x-image-meta-status header reactivated or emptied an image.',
  remains: 'Version 1 only.',
  references: ['CVE-2015-5251'],
  answeredBy: { kind: 'none', because: 'fixed in code; version 1 is gone from rocky on' },
};
