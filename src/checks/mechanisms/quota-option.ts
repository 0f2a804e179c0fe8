// Attacks that fill one image with child rows: a quota of Glance ends them unless it is negative, which means no quota at all.
import type { Cloud } from '../cloud/cloud';
import { sortDefences } from '../defences';
import type { Attack, AttackAnswer, Defence, Fix } from '../types';
import { findRuleDefences } from './flood-attack';

/** A quota on the children of one image. */
export type ChildQuota = 'image_property_quota' | 'image_tag_quota' | 'image_member_quota' | 'image_location_quota';

/** All of them, with what Glance itself would set. */
export const childQuotas: Readonly<Record<ChildQuota, number>> = {
  image_location_quota: 10,
  image_member_quota: 128,
  image_property_quota: 128,
  image_tag_quota: 128,
};

/** An attack that a quota ends. */
export interface QuotaAttackWords {
  readonly id: string;
  readonly title: string;
  readonly words: string;
  readonly references: readonly string[];
  readonly option: ChildQuota;
  /** What the attacker adds, plural. */
  readonly children: string;
  /** The rule a member needs. */
  readonly rule: string;
}

/** Makes the attack. */
export function createQuotaAttack(words: QuotaAttackWords): Attack {
  const { id, title, references, option, children, rule } = words;
  return { kind: 'attack', layer: 'dos', severity: 'medium', id, title, words: words.words, references, judge };

  function judge(cloud: Cloud): AttackAnswer {
    const defences = sortDefences([
      ...findRuleDefences(cloud, ['add_image', rule]),
      ...findQuotaDefences(cloud, option),
    ]);
    const [first] = defences;
    if (first) return { verdict: 'stopped', because: `${first.because}.`, defences };
    const because = `${option} is negative, which means without limit: one image takes ${children} until the database is full.`;
    return { verdict: 'open', because, fixes: [fixGlanceOption(cloud, option, String(childQuotas[option]))] };
  }
}

/** The quota as a defence; none when it is negative. Glance answers 413 beyond it. */
function findQuotaDefences(cloud: Cloud, option: ChildQuota): Defence[] {
  const { value, at } = cloud.config('glance').get('DEFAULT', option);
  return typeof value === 'number' && value >= 0 ? [{ layer: 'quota', at, because: `${option} ends at ${value}` }] : [];
}

/** A fix in the file whose line counts now, since a drop-in before it would lose; else in Glacis' own drop-in. */
export function fixGlanceOption(cloud: Cloud, option: string, value: string, section = 'DEFAULT'): Fix {
  const file = cloud.config('glance').get(section, option).at?.file ?? 'glance/glance.conf.d/90-glacis.conf';
  return { file, section, option, value };
}
