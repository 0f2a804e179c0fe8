// Walking around a rate limit that believes anybody about the project, the user or the role.
import { createFloodAttack, plainCreation } from '../mechanisms/flood-attack';
import { explainNoHeaderKey, isNameHeader } from '../mechanisms/flood-evasion';

export const attack = createFloodAttack({
  id: 'dos-limit-forged-project',
  title: 'Rate limit walked around by a forged project',
  severity: 'high',
  words:
    'X-Project-Id at the proxy is whatever the client wrote: keystonemiddleware, which replaces it, has not looked yet. A limit keyed by it has a fresh bucket for every value, unless the header counts from an authenticating proxy alone.',
  references: ['OSSN-0076'],
  requests: [plainCreation],
  rules: ['add_image'],
  isCounted: true,
  outcome: 'A member names another project in each request and creates images without limit',
  appliesTo: (cloud) => explainNoHeaderKey(cloud, isNameHeader),
});
