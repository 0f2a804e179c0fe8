// OSSA-2014-028: version 2 uploads ignore image_size_cap.
import type { Advisory } from './advisory';

/** Version 2 uploads ignore image_size_cap (OSSA-2014-028, 2014). */
export const advisory: Advisory = {
  id: 'OSSA-2014-028',
  year: 2014,
  title: 'Version 2 uploads ignore image_size_cap',
  layer: 'dos',
  affected: [{ project: 'glance', versions: 'up to 2013.2.3, 2014.1..2014.1.2' }],
  fixedIn: ['2013.2.4', '2014.1.3'],
  weakness: 'An upload larger than the cap was stored.',
  remains: 'web-download writes to the staging directory without looking at the cap until CVE-2026-71196 is fixed.',
  references: ['CVE-2014-5356'],
  answeredBy: { kind: 'control', controls: ['ImageFormats'] },
};
