// OSSN-0063: key manager credentials were shared between users.
import type { Advisory } from './advisory';

/** Key manager credentials were shared between users (OSSN-0063, 2016). */
export const advisory: Advisory = {
  id: 'OSSN-0063',
  year: 2016,
  title: 'Key manager credentials were shared between users',
  layer: 'signatures',
  affected: [{ project: 'nova, cinder', versions: 'icehouse..liberty' }],
  fixedIn: ['mitaka'],
  weakness: 'A cached token was used for the request of another user.',
  remains: 'The token of each request is used now: the booting user must be able to read the certificate.',
  references: ['LP#1523646'],
  answeredBy: { kind: 'none', because: 'fixed in code before the oldest release that Glacis knows' },
};
