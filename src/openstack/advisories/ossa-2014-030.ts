// OSSA-2014-030: TLS verification set in a paste file is ignored.
import type { Advisory } from './advisory';

/** TLS verification set in a paste file is ignored (OSSA-2014-030, 2014). */
export const advisory: Advisory = {
  id: 'OSSA-2014-030',
  year: 2014,
  title: 'TLS verification set in a paste file is ignored',
  layer: 'config',
  affected: [{ project: 'keystonemiddleware', versions: 'up to 1.1.1' }],
  fixedIn: ['1.2.0'],
  weakness: 'insecure in a paste file counted as true whatever its value was.',
  remains: 'Keep authentication settings out of paste files.',
  references: ['CVE-2014-7144'],
  answeredBy: { kind: 'none', because: 'fixed in keystonemiddleware 1.2.0' },
};
