// OSSA-2017-005: rebuild walks around the image filters of the scheduler.
import type { Advisory } from './advisory';

/** Rebuild walks around the image filters of the scheduler (OSSA-2017-005, 2017). */
export const advisory: Advisory = {
  id: 'OSSA-2017-005',
  year: 2017,
  title: 'Rebuild walks around the image filters of the scheduler',
  layer: 'policy',
  affected: [{ project: 'nova', versions: '<=14.0.10, 15.0.0..15.0.8, 16.0.0..16.0.3' }],
  fixedIn: ['14.0.11', '15.0.9', '16.0.4'],
  weakness: 'Rebuilding with another image skipped ImagePropertiesFilter and IsolatedHostsFilter.',
  remains: 'OSSA-2017-006 mends a regression of the fix.',
  references: ['CVE-2017-16239'],
  answeredBy: { kind: 'none', because: 'fixed in code before the oldest release that Glacis knows' },
};
