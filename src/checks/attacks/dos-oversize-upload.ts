// An upload that never ends.
import type { Cloud } from '../cloud/cloud';
import { sortDefences } from '../defences';
import { findRuleDefences } from '../mechanisms/flood-attack';
import { findSizeCap } from '../mechanisms/quota-bounds';
import { fixGlanceOption } from '../mechanisms/quota-option';
import type { Attack, AttackAnswer, Defence } from '../types';

function judge(cloud: Cloud): AttackAnswer {
  const cap = findSizeCap(cloud);
  const defences: Defence[] = [...findRuleDefences(cloud, ['add_image', 'upload_image'])];
  if (cap !== null) {
    defences.push({ layer: 'quota', at: cap.at, because: `image_size_cap ends an upload at ${cap.bytes} bytes` });
  }
  const sorted = sortDefences(defences);
  const [first] = sorted;
  if (first) return { verdict: 'stopped', because: `${first.because}.`, defences: sorted };
  return {
    verdict: 'open',
    because: 'image_size_cap is more than any store holds: one upload goes on until the store is full.',
    fixes: [fixGlanceOption(cloud, 'image_size_cap', '137438953472')],
  };
}

export const attack: Attack = {
  kind: 'attack',
  id: 'dos-oversize-upload',
  title: 'Upload that never ends',
  layer: 'dos',
  severity: 'medium',
  words:
    'A chunked upload tells no size. Glance counts while it reads and stops at image_size_cap, 1 TiB by default. user_storage_quota and image_size_total are compared before and after: 32 MiB were stored under a quota of 1 MB before the answer 413, 12 MiB stayed under a limit of 4 MiB (measured).',
  references: ['OSSA-2014-028'],
  judge,
};
