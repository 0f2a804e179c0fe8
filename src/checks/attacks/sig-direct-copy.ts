// Images copied straight from their location, in old releases of Nova.

import { isBefore } from '../cloud/releases';
import { answerAttack, createSignatureAttack, groundless } from '../mechanisms/signature-attack';

export const attack = createSignatureAttack({
  id: 'sig-direct-copy',
  title: 'Direct copy past the verification',
  severity: 'high',
  words:
    'Up to ussuri Nova took a direct copy, allowed by [glance] allowed_direct_url_schemes, before it built a verifier; victoria verifies afterwards. From queens on Nova brings no code of its own that copies: only a module from elsewhere, installed under nova.image.download.modules, goes this way.',
  references: ['nova allowed_direct_url_schemes', 'nova image/download'],
  demandedBy: 'boot',
  judge: ({ cloud }) => {
    if (!isBefore(cloud, 'victoria')) return groundless('from victoria on a direct copy is verified too');
    const { value, at } = cloud.programConfig('nova', 'nova-compute').get('glance', 'allowed_direct_url_schemes');
    const isClosed = !Array.isArray(value) || value.length === 0;
    if (!isClosed) {
      return groundless(
        'Nova brings no code that copies directly; a module from elsewhere would go past the verification',
      );
    }
    const because = 'no scheme may be copied directly (allowed_direct_url_schemes)';
    return answerAttack([{ layer: 'storage-paths', at, because }], '');
  },
});
