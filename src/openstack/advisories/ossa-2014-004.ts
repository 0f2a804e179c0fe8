// OSSA-2014-004: the swift password is logged at warning level.
import type { Advisory } from './advisory';

/** The swift password is logged at warning level (OSSA-2014-004, 2014). */
export const advisory: Advisory = {
  id: 'OSSA-2014-004',
  year: 2014,
  title: 'The swift password is logged at warning level',
  layer: 'config',
  affected: [{ project: 'glance', versions: '2013.2..2013.2.1' }],
  fixedIn: ['2013.2.2'],
  weakness: 'A failed store login wrote the URL with its credentials to the log.',
  remains: 'Protect the logs.',
  references: ['CVE-2014-1948'],
  answeredBy: { kind: 'none', because: 'fixed in code before the oldest release that Glacis knows' },
};
