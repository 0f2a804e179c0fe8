// OSSN-0078: version 1 copy_from scans ports from the image service.
import type { Advisory } from './advisory';

/** Version 1 copy_from scans ports from the image service (OSSN-0078, 2016). */
export const advisory: Advisory = {
  id: 'OSSN-0078',
  year: 2016,
  title: 'Version 1 copy_from scans ports from the image service',
  layer: 'ssrf',
  affected: [{ project: 'glance', versions: 'every release with API version 1' }],
  fixedIn: ['rocky'],
  weakness: 'A location such as localhost:22 made glance connect there, and the error told whether something answered.',
  remains: 'web-download took its place and has the same shape: OSSA-2026-004.',
  references: ['LP#1606495', 'Check-Image-05'],
  answeredBy: { kind: 'check', ids: ['ssrf-short-loopback', 'ssrf-implicit-port'] },
};
