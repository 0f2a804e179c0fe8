// OSSA-2013-002: swift credentials in an error answer.
import type { Advisory } from './advisory';

/** Swift credentials in an error answer (OSSA-2013-002, 2013). */
export const advisory: Advisory = {
  id: 'OSSA-2013-002',
  year: 2013,
  title: 'Swift credentials in an error answer',
  layer: 'config',
  affected: [{ project: 'glance', versions: 'every release of the time' }],
  fixedIn: ['folsom and grizzly updates'],
  weakness: 'Errors of the swift store held the password of the operator.',
  remains: 'Debug logging shows the URLs again.',
  references: ['CVE-2013-0212'],
  answeredBy: { kind: 'check', ids: ['debug-logging'] },
};
