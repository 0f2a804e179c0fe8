// OSSN-0013: property protection lets a later rule win.
import type { Advisory } from './advisory';

/** Property protection lets a later rule win (OSSN-0013, 2014). */
export const advisory: Advisory = {
  id: 'OSSN-0013',
  year: 2014,
  title: 'Property protection lets a later rule win',
  layer: 'policy',
  affected: [{ project: 'glance', versions: 'folsom, grizzly' }],
  fixedIn: ['2013.2.2'],
  weakness: 'A permissive rule further down overrode a strict one above it.',
  remains: 'Today the first match wins, so the order still matters.',
  references: ['LP#1271426'],
  answeredBy: { kind: 'none', because: 'the property protection file is written by the operator' },
};
