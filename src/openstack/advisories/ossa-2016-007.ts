// OSSA-2016-007: resize or migration of an altered disk leaks files of the host.
import type { Advisory } from './advisory';

/** Resize or migration of an altered disk leaks files of the host (OSSA-2016-007, 2016). */
export const advisory: Advisory = {
  id: 'OSSA-2016-007',
  year: 2016,
  title: 'Resize or migration of an altered disk leaks files of the host',
  layer: 'formats',
  affected: [{ project: 'nova', versions: '<=2015.1.3, 12.0.0..12.0.2' }],
  fixedIn: ['2015.1.4', '12.0.3'],
  weakness: 'The same forged header worked on resize and migration when use_cow_images is off.',
  remains: 'OSSA-2026-002 is its destructive relative.',
  references: ['CVE-2016-2140'],
  answeredBy: { kind: 'none', because: 'fixed in code before the oldest release that Glacis knows' },
};
