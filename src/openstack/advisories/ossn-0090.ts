// OSSN-0090: user facing and internal image services must not be the same.
import type { Advisory } from './advisory';

/** User facing and internal image services must not be the same (OSSN-0090, 2022). */
export const advisory: Advisory = {
  id: 'OSSN-0090',
  year: 2022,
  title: 'User facing and internal image services must not be the same',
  layer: 'locations',
  affected: [{ project: 'glance', versions: 'queens to zed by the note, and later' }],
  fixedIn: ['2024.2: location calls for services only'],
  weakness:
    'Copy on write users read locations and never hash the data, so exposed or editable locations let data be swapped unseen.',
  remains: 'The clone paths do not compare os_hash_value; a compromised store goes unnoticed.',
  references: ['LP#1990157', 'OSSN-0065'],
  answeredBy: { kind: 'check', ids: ['locations-direct-url', 'locations-patch'] },
};
