// Check-Image-05: copy_from is for administrators only.
import type { Advisory } from './advisory';

/** copy_from is for administrators only (Check-Image-05, 2024). */
export const advisory: Advisory = {
  id: 'Check-Image-05',
  year: 2024,
  title: 'copy_from is for administrators only',
  layer: 'ssrf',
  affected: [{ project: 'glance', versions: '<=queens' }],
  fixedIn: ['rocky'],
  weakness: 'Version 1 let any user make glance connect to a port of their choice.',
  remains: 'The rule and the API are gone; the import filter and the location API are their successors.',
  references: ['OSSN-0078'],
  answeredBy: { kind: 'check', ids: ['ssrf-short-loopback', 'ssrf-implicit-port'] },
};
