// Uploads side by side that each fit the quota and together do not.
import type { Cloud } from '../cloud/cloud';
import { sortDefences } from '../defences';
import { findRuleDefences } from '../mechanisms/flood-attack';
import {
  explainUnknownLimits,
  findLimitDefences,
  limitsScriptPath,
  readUnifiedLimits,
} from '../mechanisms/quota-registered';
import type { Attack, AttackAnswer } from '../types';

function judge(cloud: Cloud): AttackAnswer {
  const quota = cloud.config('glance').get('DEFAULT', 'user_storage_quota');
  const isQuotaSet = /[1-9]/.test(String(quota.value));
  const unified = readUnifiedLimits(cloud);
  if (unified.kind === 'off' && !isQuotaSet) {
    const because = 'no quota on stored bytes is set, so there is none to overrun';
    return { verdict: 'not-applicable', because, lacks: 'promise' };
  }
  const defences = sortDefences([
    ...findRuleDefences(cloud, ['add_image', 'upload_image']),
    ...findLimitDefences(cloud, 'image_count_uploading', 'uploads at a time'),
  ]);
  const [first] = defences;
  if (first) return { verdict: 'stopped', because: `${first.because}.`, defences };
  const unknown = explainUnknownLimits(cloud);
  if (unknown !== null) return { verdict: 'not-applicable', because: unknown, lacks: 'knowledge' };
  const fixes = [{ file: limitsScriptPath, control: 'unifiedLimits' }];
  const name = unified.kind === 'off' ? 'user_storage_quota' : 'image_size_total';
  const because = `${name} is compared with what the database says is stored, uploads under way are not there yet, and nothing bounds how many run at once.`;
  return { verdict: 'open', because, fixes };
}

export const attack: Attack = {
  kind: 'attack',
  id: 'dos-parallel-uploads',
  title: 'Uploads side by side that overrun the quota',
  layer: 'dos',
  severity: 'low',
  words:
    'Each of many uploads at once finds the quota not yet used up, and all of them go through. image_count_uploading bounds how many may run, and so the overrun.',
  references: ['OSSA-2015-003'],
  judge,
};
