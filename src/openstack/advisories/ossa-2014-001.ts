// OSSA-2014-001: local users reach the live snapshot directory.
import type { Advisory } from './advisory';

/** Local users reach the live snapshot directory (OSSA-2014-001, 2014). */
export const advisory: Advisory = {
  id: 'OSSA-2014-001',
  year: 2014,
  title: 'Local users reach the live snapshot directory',
  layer: 'config',
  affected: [{ project: 'nova', versions: 'grizzly and later of the time' }],
  fixedIn: ['icehouse'],
  weakness: 'A local user could read or change a snapshot on its way to glance.',
  remains: 'The modes of instances_path and of the staging directory stay with the operator.',
  references: ['CVE-2013-7048'],
  answeredBy: { kind: 'none', because: 'file modes on the hosts are not rendered by Glacis' },
};
