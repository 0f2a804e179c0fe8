// Check-Image-03: glance asks keystone who is calling.
import type { Advisory } from './advisory';

/** Glance asks keystone who is calling (Check-Image-03, 2024). */
export const advisory: Advisory = {
  id: 'Check-Image-03',
  year: 2024,
  title: 'Glance asks keystone who is calling',
  layer: 'config',
  affected: [{ project: 'glance', versions: 'all; the option of the guide only up to rocky' }],
  fixedIn: [],
  weakness: 'Without authentication everyone is served.',
  remains:
    'The option of the guide never protected glance: the paste flavor decides, and an empty one makes every caller an admin.',
  references: ['OpenStack Security Guide'],
  answeredBy: { kind: 'check', ids: ['config-empty-flavor', 'config-anonymous-access'] },
};
