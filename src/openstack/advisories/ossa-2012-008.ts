// OSSA-2012-008: file injection writes outside the guest image.
import type { Advisory } from './advisory';

/** File injection writes outside the guest image (OSSA-2012-008, 2012). */
export const advisory: Advisory = {
  id: 'OSSA-2012-008',
  year: 2012,
  title: 'File injection writes outside the guest image',
  layer: 'formats',
  affected: [{ project: 'nova', versions: 'every release of the time' }],
  fixedIn: ['folsom'],
  weakness: 'Path traversal in injected files let a crafted image write to the host.',
  remains: 'Injection is a relic: leave inject_partition at -2.',
  references: ['CVE-2012-3360', 'CVE-2012-3361'],
  answeredBy: {
    kind: 'none',
    because: 'fixed in code; the default of inject_partition already switches injection off',
  },
};
