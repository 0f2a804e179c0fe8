// OSSN-0060: use_user_token off turns every caller into an admin.
import type { Advisory } from './advisory';

/** use_user_token off turns every caller into an admin (OSSN-0060, 2016). */
export const advisory: Advisory = {
  id: 'OSSN-0060',
  year: 2016,
  title: 'use_user_token off turns every caller into an admin',
  layer: 'config',
  affected: [{ project: 'glance', versions: 'juno..liberty' }],
  fixedIn: ['victoria: the option is gone'],
  weakness: 'With admin credentials configured, calls to the registry ran as admin.',
  remains: 'Nothing from victoria on, where the option is gone.',
  references: ['LP#1493448'],
  answeredBy: { kind: 'none', because: 'the option is gone from victoria on, and its default is the safe value' },
};
