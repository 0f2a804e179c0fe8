// OSSA-2015-013: the taskflow executor leaves data too.
import type { Advisory } from './advisory';

/** The taskflow executor leaves data too (OSSA-2015-013, 2015). */
export const advisory: Advisory = {
  id: 'OSSA-2015-013',
  year: 2015,
  title: 'The taskflow executor leaves data too',
  layer: 'dos',
  affected: [{ project: 'glance', versions: '2015.1.0' }],
  fixedIn: ['2015.1.1'],
  weakness: 'The same leak as OSSA-2015-004 with the other executor.',
  remains: 'Keep the tasks API closed.',
  references: ['CVE-2015-3289'],
  answeredBy: { kind: 'control', controls: ['ImagePolicy'] },
};
