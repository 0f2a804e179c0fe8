// Walking around a rate limit that has a bucket for each token.
import { createFloodAttack, plainCreation } from '../mechanisms/flood-attack';
import { explainNoHeaderKey, isTokenHeader } from '../mechanisms/flood-evasion';

export const attack = createFloodAttack({
  id: 'dos-limit-many-tokens',
  title: 'Rate limit walked around with many tokens',
  severity: 'high',
  words:
    'A limit keyed by X-Auth-Token alone has a bucket for every token, valid or not: a user may have as many as Keystone issues, and the proxy cannot tell garbage from them. 20 of 20 creations passed in nginx and HAProxy (measured).',
  references: ['OSSN-0076'],
  requests: [plainCreation],
  rules: ['add_image'],
  isCounted: true,
  outcome: 'A member asks for a new token, or none, and creates images without limit',
  appliesTo: (cloud) => explainNoHeaderKey(cloud, isTokenHeader),
});
