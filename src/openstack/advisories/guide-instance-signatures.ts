// Guide-Instance-Signatures: nova verifies image signatures.
import type { Advisory } from './advisory';

/** Nova verifies image signatures (Guide-Instance-Signatures, 2024). */
export const advisory: Advisory = {
  id: 'Guide-Instance-Signatures',
  year: 2024,
  title: 'Nova verifies image signatures',
  layer: 'signatures',
  affected: [{ project: 'nova', versions: 'mitaka and later' }],
  fixedIn: [],
  weakness: 'Altered images boot unnoticed; base images in the cache are not verified again.',
  remains: 'The guide does not speak of rbd clones, boot from volume, or trust in the certificate.',
  references: ['OpenStack Security Guide'],
  answeredBy: { kind: 'control', controls: ['SignatureEnforcingNova'] },
};
