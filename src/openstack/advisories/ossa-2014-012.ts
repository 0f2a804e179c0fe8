// OSSA-2014-012: A sheepdog location runs commands.
import type { Advisory } from './advisory';

/** A sheepdog location runs commands (OSSA-2014-012, 2014). */
export const advisory: Advisory = {
  id: 'OSSA-2014-012',
  year: 2014,
  title: 'A sheepdog location runs commands',
  layer: 'locations',
  affected: [{ project: 'glance', versions: '2013.2..2013.2.3' }],
  fixedIn: ['2013.2.4'],
  weakness: 'The location text reached a shell in the sheepdog driver.',
  remains: 'The driver is gone; enable only the stores in use.',
  references: ['CVE-2014-0162'],
  answeredBy: { kind: 'none', because: 'the driver is gone from every glance_store that still gets fixes' },
};
