// Images copied straight from their location, in old releases of Nova.

import { isBefore } from '../cloud/releases';
import { answerAttack, createSignatureAttack, groundless } from '../mechanisms/signature-attack';

export const attack = createSignatureAttack({
  id: 'sig-direct-copy',
  title: 'Direct copy past the verification',
  severity: 'high',
  words:
    'Up to ussuri Nova took a direct copy, allowed by [glance] allowed_direct_url_schemes, before it built a verifier; victoria verifies afterwards.',
  references: ['nova allowed_direct_url_schemes'],
  demandedBy: 'boot',
  judge: ({ cloud }) => {
    if (!isBefore(cloud, 'victoria')) return groundless('from victoria on a direct copy is verified too');
    const { value, at } = cloud.programConfig('nova', 'nova-compute').get('glance', 'allowed_direct_url_schemes');
    const isClosed = !Array.isArray(value) || value.length === 0;
    const because = 'no scheme may be copied directly (allowed_direct_url_schemes)';
    const file = 'nova/nova.conf.d/90-glacis.conf';
    const fix = { file, section: 'glance', option: 'allowed_direct_url_schemes', value: '' };
    return answerAttack(
      isClosed ? [{ layer: 'storage-paths', at, because }] : [],
      'Nova copies the image from its location and returns before any verifier exists.',
      [fix],
    );
  },
});
