// OSSA-2011-001: EC2 image registration escapes its directory.
import type { Advisory } from './advisory';

/** EC2 image registration escapes its directory (OSSA-2011-001, 2011). */
export const advisory: Advisory = {
  id: 'OSSA-2011-001',
  year: 2011,
  title: 'EC2 image registration escapes its directory',
  layer: 'formats',
  affected: [{ project: 'nova', versions: 'diablo and before' }],
  fixedIn: ['essex'],
  weakness: 'Members and manifests of an uploaded archive were written to any path.',
  remains: 'Nova no longer has the EC2 API.',
  references: ['CVE-2011-4596'],
  answeredBy: { kind: 'none', because: 'the EC2 API is gone from every release that Glacis knows' },
};
