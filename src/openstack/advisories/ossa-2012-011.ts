// OSSA-2012-011: symbolic links defeat the first fix of file injection.
import type { Advisory } from './advisory';

/** Symbolic links defeat the first fix of file injection (OSSA-2012-011, 2012). */
export const advisory: Advisory = {
  id: 'OSSA-2012-011',
  year: 2012,
  title: 'Symbolic links defeat the first fix of file injection',
  layer: 'formats',
  affected: [{ project: 'nova', versions: 'every release of the time' }],
  fixedIn: ['folsom'],
  weakness: 'A link inside the image led the injected file to the host again.',
  remains: 'As OSSA-2012-008.',
  references: ['CVE-2012-3447'],
  answeredBy: {
    kind: 'none',
    because: 'fixed in code; the default of inject_partition already switches injection off',
  },
};
