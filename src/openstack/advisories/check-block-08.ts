// Check-Block-08: request bodies of cinder are bounded.
import type { Advisory } from './advisory';

/** Request bodies of cinder are bounded (Check-Block-08, 2024). */
export const advisory: Advisory = {
  id: 'Check-Block-08',
  year: 2024,
  title: 'Request bodies of cinder are bounded',
  layer: 'dos',
  affected: [{ project: 'cinder', versions: 'all' }],
  fixedIn: [],
  weakness: 'Oversized bodies use up memory.',
  remains: 'Glance has no such option for image data; its JSON bodies are bounded at the edge.',
  references: ['OpenStack Security Guide'],
  answeredBy: { kind: 'none', because: 'the default of max_request_body_size already bounds cinder' },
};
