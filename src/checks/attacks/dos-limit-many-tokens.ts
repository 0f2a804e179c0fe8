// Walking around a rate limit that is keyed by what the client says it is: token, project, user.
import { createFloodAttack, plainCreation } from '../mechanisms/flood-attack';
import { explainNoHeaderKey, isCallerHeader } from '../mechanisms/flood-evasion';

export const attack = createFloodAttack({
  id: 'dos-limit-many-tokens',
  title: 'Rate limit walked around with many tokens',
  severity: 'high',
  words:
    'A limit keyed by X-Auth-Token has a bucket for every token, and a user may have as many as Keystone issues; X-Project-Id at the proxy is whatever the client wrote, since keystonemiddleware has not looked yet.',
  references: ['OSSN-0076'],
  requests: [plainCreation],
  rules: ['add_image'],
  isCounted: true,
  outcome: 'A member asks for a new token, or none, and creates images without limit',
  appliesTo: (cloud) => explainNoHeaderKey(cloud, isCallerHeader),
});
