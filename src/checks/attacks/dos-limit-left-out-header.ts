// Walking around a rate limit that counts only requests which carry a header.
import { createFloodAttack, plainCreation } from '../mechanisms/flood-attack';
import { explainNoHeaderKey } from '../mechanisms/flood-evasion';

export const attack = createFloodAttack({
  id: 'dos-limit-left-out-header',
  title: 'Rate limit walked around by leaving a header out',
  severity: 'high',
  words:
    'An empty key is no key: nginx does not limit it, and HAProxy tracks nothing. A limit keyed by a header that a request need not carry ends where the header is left out (20 of 20 creations passed, measured).',
  references: ['OSSN-0076'],
  requests: [{ ...plainCreation, fixedHeaders: 'all' }],
  rules: ['add_image'],
  isCounted: true,
  outcome: 'A member leaves the header out and creates images without limit',
  appliesTo: (cloud) => explainNoHeaderKey(cloud, () => true),
});
