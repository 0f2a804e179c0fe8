// OSSA-2015-011: uploading a volume as an image reads files of the cinder host.
import type { Advisory } from './advisory';

/** Uploading a volume as an image reads files of the cinder host (OSSA-2015-011, 2015). */
export const advisory: Advisory = {
  id: 'OSSA-2015-011',
  year: 2015,
  title: 'Uploading a volume as an image reads files of the cinder host',
  layer: 'formats',
  affected: [{ project: 'cinder', versions: '<=2014.1.4, 2014.2..2014.2.3, 2015.1.0' }],
  fixedIn: ['2014.1.5', '2014.2.4', '2015.1.1'],
  weakness: 'A guest puts a qcow2 header on its raw volume and has cinder upload it as an image.',
  remains: 'Nothing on fixed releases.',
  references: ['CVE-2015-1851'],
  answeredBy: { kind: 'none', because: 'fixed in code before the oldest release that Glacis knows' },
};
