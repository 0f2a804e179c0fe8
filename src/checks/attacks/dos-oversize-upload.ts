// An upload that never ends.
import type { Cloud } from '../cloud';
import { sortDefences } from '../defences';
import { findRuleDefences } from '../mechanisms/flood-attack';
import { fixGlanceOption } from '../mechanisms/quota-option';
import type { Attack, AttackAnswer, Defence } from '../types';

/** 1 PiB: a cap above it is larger than the stores it is to protect. */
const maxUsefulCapBytes = 2 ** 50;

function judge(cloud: Cloud): AttackAnswer {
  const cap = cloud.config('glance').get('DEFAULT', 'image_size_cap');
  const defences: Defence[] = [
    ...findRuleDefences(cloud, ['add_image', 'upload_image']),
    ...findStorageQuotaDefences(cloud),
  ];
  if (typeof cap.value === 'number' && cap.value <= maxUsefulCapBytes) {
    defences.push({ layer: 'quota', at: cap.at, because: `image_size_cap ends an upload at ${cap.value} bytes` });
  }
  const sorted = sortDefences(defences);
  const [first] = sorted;
  if (first) return { verdict: 'stopped', because: `${first.because}.`, defences: sorted };
  return {
    verdict: 'open',
    because: `image_size_cap is ${cap.raw}, more than any store holds: one upload goes on until the store is full.`,
    fixes: [fixGlanceOption(cloud, 'image_size_cap', '137438953472')],
  };
}

/** `user_storage_quota` ends what one project stores; 0 means without limit. Keystone limits switch it off. */
function findStorageQuotaDefences(cloud: Cloud): Defence[] {
  const config = cloud.config('glance');
  const { value, at } = config.get('DEFAULT', 'user_storage_quota');
  const amount = /^(\d+)\s*(?:[KMGT]?B)?$/.exec(String(value))?.[1];
  if (amount === undefined || Number(amount) === 0) return [];
  if (config.get('DEFAULT', 'use_keystone_limits').value === true) return [];
  return [{ layer: 'quota', at, because: `user_storage_quota ends at ${value} for each project` }];
}

export const attack: Attack = {
  kind: 'attack',
  id: 'dos-oversize-upload',
  title: 'Upload that never ends',
  layer: 'dos',
  severity: 'medium',
  words:
    'A chunked upload tells no size. Glance counts while it reads and stops at image_size_cap, 1 TiB by default, or at a storage quota.',
  references: ['OSSA-2014-028'],
  judge,
};
