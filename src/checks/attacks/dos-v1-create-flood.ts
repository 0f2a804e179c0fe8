// The same flood through version 1 of the API, up to queens.
import type { Cloud } from '../cloud/cloud';
import { isBefore } from '../cloud/releases';
import { sortDefences } from '../defences';
import { findRuleDefences } from '../mechanisms/flood-attack';
import { floodEdge } from '../mechanisms/flood-edge';
import { fixGlanceOption } from '../mechanisms/quota-option';
import type { Attack, AttackAnswer, Defence } from '../types';

function judge(cloud: Cloud): AttackAnswer {
  if (!isBefore(cloud, 'rocky'))
    return { verdict: 'not-applicable', because: 'version 1 of the API is gone from rocky on' };
  const option = cloud.config('glance').get('DEFAULT', 'enable_v1_api');
  const edge = floodEdge(cloud, [
    { method: 'POST', rawPath: '/v1/images' },
    { method: 'POST', rawPath: '/v1.1/images' },
  ]);
  const defences: Defence[] = findRuleDefences(cloud, ['add_image']);
  if (option.value === false) defences.push({ layer: 'quota', at: option.at, because: 'enable_v1_api is off' });
  if (edge.kind === 'limited') defences.push(...edge.defences);
  const sorted = sortDefences(defences);
  const [first] = sorted;
  if (first) return { verdict: 'stopped', because: `${first.because}.`, defences: sorted };
  if (edge.kind === 'cannot-say') return { verdict: 'not-applicable', because: edge.because, lacks: 'knowledge' };
  return {
    verdict: 'open',
    because: 'enable_v1_api is on, and POST /v1/images creates images as fast as Glance answers.',
    fixes: [fixGlanceOption(cloud, 'enable_v1_api', 'false')],
  };
}

export const attack: Attack = {
  kind: 'attack',
  id: 'dos-v1-create-flood',
  title: 'Image records without end through API version 1',
  layer: 'dos',
  severity: 'high',
  words:
    'Up to queens version 1 of the API is on by default. A limit on the paths of version 2 does not see POST /v1/images, which creates the same rows.',
  references: ['OSSN-0076'],
  judge,
};
