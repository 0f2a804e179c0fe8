// OSSA-2025-001: ironic accepts a file URL on any path.
import type { Advisory } from './advisory';

/** Ironic accepts a file URL on any path (OSSA-2025-001, 2025). */
export const advisory: Advisory = {
  id: 'OSSA-2025-001',
  year: 2025,
  title: 'Ironic accepts a file URL on any path',
  layer: 'ssrf',
  affected: [{ project: 'ironic', versions: '<24.1.3, 25.0.0 to <26.1.1, 27.0.0 to <29.0.1' }],
  fixedIn: ['24.1.3', '26.1.1', '29.0.1'],
  weakness: 'The owner of a node names a file of the conductor as image source.',
  remains: 'Not reachable through nova.',
  references: ['CVE-2025-44021'],
  answeredBy: { kind: 'none', because: 'it is ironic code and configuration, which Glacis does not render' },
};
