// Attacks that are one call: whoever the rules let through succeeds, unless something else closes the way.
import type { PersonaName } from '../../emulators/oslo-policy/personas';
import type { Cloud } from '../cloud/cloud';
import { isBefore } from '../cloud/releases';
import { joinDefences, sortDefences } from '../defences';
import type { Attack, AttackAnswer, AttackLayer, Defence, Fix, Severity } from '../types';
import { findRefusal, findTaskRefusals, fixRule } from './policy-refusal';

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
  /** True when an import task does the same without any of the rules: it must be stopped as well. */
  readonly isTaskToo?: boolean;
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
    const direct = sortDefences([...(words.further?.(cloud) ?? []), ...refusals]);
    const [first] = direct;
    const tasks = words.isTaskToo && !isBefore(cloud, 'xena') ? findTaskRefusals(cloud) : null;
    if (first && tasks?.length === 0) {
      const because =
        'An import task makes such an image and asks none of the rules about images: tasks_api_access is open.';
      return { verdict: 'open', because, fixes: [fixRule('tasks_api_access', 'rule:context_is_admin')] };
    }
    const defences = tasks === null ? direct : joinDefences([direct, tasks]);
    if (first) return { verdict: 'stopped', because: `${first.because}.`, defences };
    return { verdict: 'open', because: words.reach, fixes: words.fixes(cloud) };
  }
}
