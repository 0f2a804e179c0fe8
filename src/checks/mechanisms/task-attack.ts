// Attacks through the legacy tasks API: who may call it, and whether the code asks the import filter.
import type { FixId } from '../../openstack/types';
import type { Cloud } from '../cloud/cloud';
import { sortDefences } from '../defences';
import type { Attack, AttackAnswer, Defence } from '../types';
import { findPolicyFixes } from './policy-fixes';
import { findTaskDefences } from './policy-refusal';
import { findUrlDefences } from './url-defences';

/** An attack by task. */
export interface TaskAttackWords {
  readonly id: string;
  readonly title: string;
  readonly words: string;
  readonly references: readonly string[];
  /** The fix with which the code asks the filter. */
  readonly fix: FixId;
}

const url = 'http://169.254.169.254/latest/meta-data/';

/** The attacker is an administrator or holds one's token: the default rule admits nobody else. */
export function createTaskAttack(words: TaskAttackWords): Attack {
  const { id, title, references, fix } = words;
  return { kind: 'attack', layer: 'ssrf', severity: 'medium', id, title, words: words.words, references, judge };

  function judge(cloud: Cloud): AttackAnswer {
    const defences: Defence[] = findTaskDefences(cloud);
    const verdict = cloud.authorize('glance', 'tasks_api_access', 'admin');
    if (verdict.allowed === false && !verdict.hasRaised) {
      defences.push({ layer: 'policy', at: verdict.decidedBy.at, because: 'tasks_api_access is closed to everybody' });
    }
    const env = cloud.urlEnvironment();
    const isFiltered = cloud.level('glance').fixes.has(fix);
    // Without the fix the filter is not asked: what remains is the socket itself.
    const behind = findUrlDefences(cloud, url, env).filter((d) => isFiltered || d.layer === 'egress-guard');
    defences.push(...behind);
    const sorted = sortDefences(defences);
    const [first] = sorted;
    if (first) return { verdict: 'stopped', because: `${first.because}.`, defences: sorted };
    return {
      verdict: 'open',
      because: `An administrator's import task of ${url} is accepted, and Glance fetches it.`,
      fixes: findPolicyFixes(cloud, 'glance', 'tasks_api_access', '!'),
    };
  }
}
