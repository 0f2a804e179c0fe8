// OSSN-0055: service accounts hold cloud admin.
import type { Advisory } from './advisory';

/** Service accounts hold cloud admin (OSSN-0055, 2016). */
export const advisory: Advisory = {
  id: 'OSSN-0055',
  year: 2016,
  title: 'Service accounts hold cloud admin',
  layer: 'config',
  affected: [{ project: 'all', versions: 'all' }],
  fixedIn: [],
  weakness: 'One leaked password of a service then takes over the cloud.',
  remains: 'Limits need only a system reader, not an admin.',
  references: ['LP#1464750'],
  answeredBy: { kind: 'none', because: 'roles are assigned in keystone' },
};
