// OSSA-2015-009: image metadata runs as script in horizon.
import type { Advisory } from './advisory';

/** Image metadata runs as script in horizon (OSSA-2015-009, 2015). */
export const advisory: Advisory = {
  id: 'OSSA-2015-009',
  year: 2015,
  title: 'Image metadata runs as script in horizon',
  layer: 'policy',
  affected: [{ project: 'horizon', versions: '2014.2..2014.2.3, 2015.1.0' }],
  fixedIn: ['2015.1.1'],
  weakness: 'A script in an image property ran in the metadata dialog of an administrator.',
  remains: 'Properties stay untrusted input for any user interface.',
  references: ['CVE-2015-3988'],
  answeredBy: { kind: 'none', because: 'it is horizon code' },
};
