// DOC-LOCATION-API-HTTP: adding an http location is a second fetch, past the import filter.
import type { Advisory } from './advisory';

/** Adding an http location is a second fetch, past the import filter (DOC-LOCATION-API-HTTP, 2024). */
export const advisory: Advisory = {
  id: 'DOC-LOCATION-API-HTTP',
  year: 2024,
  title: 'Adding an http location is a second fetch, past the import filter',
  layer: 'ssrf',
  affected: [{ project: 'glance', versions: '2024.2 and later while an http store is enabled' }],
  fixedIn: ['33.0.0 asks the import filter'],
  weakness:
    'With an http store enabled, a project member registers a URL as the location of an image and reads what glance fetches from it; before 33.0.0 the import filter is not asked.',
  remains: 'The http store follows redirects and does not verify TLS by default. No advisory number exists.',
  references: ['OSSN-0065', 'OSSN-0090'],
  answeredBy: { kind: 'check', ids: ['ssrf-location-api', 'ssrf-location-api-redirect'] },
};
