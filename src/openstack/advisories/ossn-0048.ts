// OSSN-0048: method checks vanish under python -O.
import type { Advisory } from './advisory';

/** Method checks vanish under python -O (OSSN-0048, 2015). */
export const advisory: Advisory = {
  id: 'OSSN-0048',
  year: 2015,
  title: 'Method checks vanish under python -O',
  layer: 'policy',
  affected: [{ project: 'glance', versions: 'icehouse..kilo' }],
  fixedIn: ['2015.1.0', '2014.2.4'],
  weakness: 'assert statements guarded the methods of the cache middleware, and -O removes them.',
  remains: 'Do not run services with -O or PYTHONOPTIMIZE.',
  references: ['LP#1414532'],
  answeredBy: { kind: 'none', because: 'it is decided by the interpreter flags in the unit file' },
};
