// Attacks that are one call: whoever the rules let through succeeds, unless something else closes the way.
import type { PersonaName } from '../../emulators/oslo-policy/personas';
import type { Cloud } from '../cloud/cloud';
import { sortDefences } from '../defences';
import type { Attack, AttackAnswer, AttackLayer, Defence, Fix, Severity } from '../types';
import { findRefusal } from './policy-refusal';

/** An attack by one call, or by several that all must succeed. */
export interface RuleAttackWords {
  readonly id: string;
  readonly title: string;
  readonly layer: AttackLayer;
  readonly severity: Severity;
  readonly words: string;
  readonly references: readonly string[];
  /** Who calls. Default `member`. */
  readonly persona?: PersonaName;
  /** Rules that are all asked: refusing one of them stops the attack. */
  readonly rules: readonly string[];
  /** What else stops it by itself. */
  readonly further?: (cloud: Cloud) => readonly Defence[];
  /** Why the attack has no ground in this cloud; null when it has. */
  readonly groundless?: (cloud: Cloud) => string | null;
  /** What an open attack means. */
  readonly reach: string;
  readonly fixes: (cloud: Cloud) => readonly Fix[];
}

/** Makes the attack. */
export function createRuleAttack(words: RuleAttackWords): Attack {
  const { id, title, layer, severity, references, persona = 'member' } = words;
  return { kind: 'attack', layer, id, title, severity, words: words.words, references, judge };

  function judge(cloud: Cloud): AttackAnswer {
    const groundless = words.groundless?.(cloud) ?? null;
    if (groundless !== null) return { verdict: 'not-applicable', because: groundless };
    const refusals = words.rules.flatMap((rule) => findRefusal(cloud, rule, persona));
    const defences = sortDefences([...(words.further?.(cloud) ?? []), ...refusals]);
    const [first] = defences;
    if (first) return { verdict: 'stopped', because: `${first.because}.`, defences };
    return { verdict: 'open', because: words.reach, fixes: words.fixes(cloud) };
  }
}
