// OSSN-0105: the legacy tasks API imports without the URL filter.
import type { Advisory } from './advisory';

/** The legacy tasks API imports without the URL filter (OSSN-0105, 2026). */
export const advisory: Advisory = {
  id: 'OSSN-0105',
  year: 2026,
  title: 'The legacy tasks API imports without the URL filter',
  layer: 'ssrf',
  affected: [{ project: 'glance', versions: '30.x, 31.0.0 to 31.1.0, 32.0.0; every older series' }],
  fixedIn: ['33.0.0', 'the 2025.2 branch after 31.1.0', 'the 2026.1 branch after 32.0.0'],
  weakness:
    'A task of type import accepts every http and https URL; allowed schemes, hosts and ports are not looked at.',
  remains: 'Whoever may use the tasks API keeps an unfiltered fetch until the code is new enough.',
  references: ['LP#2152110'],
  answeredBy: { kind: 'check', ids: ['ssrf-legacy-tasks', 'ssrf-ovf-process'] },
};
