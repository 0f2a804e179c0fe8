// Walking around a rate limit that believes the client about its address.
import { createFloodAttack, plainCreation } from '../mechanisms/flood-attack';
import { explainNoHeaderKey, isNameHeader, isTokenHeader } from '../mechanisms/flood-evasion';

export const attack = createFloodAttack({
  id: 'dos-limit-forged-address',
  title: 'Rate limit walked around by a forged address',
  severity: 'high',
  words:
    'A limit keyed by X-Forwarded-For has a fresh bucket for every value a client makes up, and none at all when the header is missing: 20 of 20 creations passed either way in nginx and HAProxy (measured).',
  references: ['OSSN-0076'],
  requests: [plainCreation],
  rules: ['add_image'],
  isCounted: true,
  outcome: 'A member changes or leaves out a header and creates images without limit',
  appliesTo: (cloud) => explainNoHeaderKey(cloud, (header) => !isTokenHeader(header) && !isNameHeader(header)),
});
