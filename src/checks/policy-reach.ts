// Which rules of a policy another rule decides about, and who gains or loses by a change of it.
import { walkChecks } from '../emulators/oslo-policy/check-tree';
import { type ChangedAnswer, compareChecks } from '../emulators/oslo-policy/compare-checks';
import type { Enforcer } from '../emulators/oslo-policy/enforcer';
import { listPolicyTargets } from '../emulators/oslo-policy/policy-targets';
import type { Service } from '../openstack/types';
import { compareText } from '../problems';
import { describeRights, groupRights, type RightsCase } from './rights-words';

/** Who gained or lost an operation's rule. */
export interface RightsChanged {
  readonly rule: string;
  /** Callers, each once. */
  readonly personas: readonly string[];
  /** One object as an example. */
  readonly target: string;
  /** Who on what. */
  readonly cases: readonly RightsCase[];
}

/** What a change of rules does to the rights of all callers. */
export interface ReachCompared {
  readonly gained: readonly RightsChanged[];
  readonly lost: readonly RightsChanged[];
  /** Rules where nobody can say offline: a remote check, or an expression that is not read. */
  readonly uncertain: readonly string[];
  /** Among them somebody may gain, or lose. */
  readonly mayGain: boolean;
  readonly mayLose: boolean;
}

/** For every rule that is asked: the rules that refer to it, directly or through others. Itself is not among them. */
export function mapReferrers(
  names: readonly string[],
  ...policies: readonly Enforcer[]
): ReadonlyMap<string, Set<string>> {
  const direct = new Map<string, Set<string>>();
  for (const policy of policies) {
    for (const name of names) {
      const rule = policy.rule(name);
      if (rule === undefined) continue;
      for (const check of walkChecks(rule.tree)) {
        if (check.kind !== 'rule') continue;
        const known = direct.get(check.name);
        if (known === undefined) direct.set(check.name, new Set([name]));
        else known.add(name);
      }
    }
  }
  return direct;
}

/** The rule and every rule that it decides about, sorted after it. */
export function listDecided(rule: string, referrers: ReadonlyMap<string, Set<string>>): string[] {
  const found = new Set<string>();
  const waiting = [...(referrers.get(rule) ?? [])];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (name === rule || found.has(name)) continue;
    found.add(name);
    waiting.push(...(referrers.get(name) ?? []));
  }
  return [rule, ...[...found].sort(compareText)];
}

/** Compares rules under two policies. `asked`: rules that code asks; aliases of the operator's own are skipped. */
export function compareReach(
  service: Service,
  rules: readonly string[],
  before: Enforcer,
  after: Enforcer,
  asked: ReadonlySet<string>,
): ReachCompared {
  const gained: RightsChanged[] = [];
  const lost: RightsChanged[] = [];
  const uncertain: string[] = [];
  let [mayGain, mayLose] = [false, false];
  for (const rule of rules) {
    if (!asked.has(rule)) continue;
    const compared = compareChecks(service, rule, before, after);
    if (compared.gained.length > 0) gained.push(summarizeAnswers(service, rule, compared.gained));
    if (compared.lost.length > 0) lost.push(summarizeAnswers(service, rule, compared.lost));
    if (compared.uncertain.length > 0) uncertain.push(rule);
    mayGain ||= compared.mayGain;
    mayLose ||= compared.mayLose;
  }
  return { gained, lost, uncertain, mayGain, mayLose };
}

/** `newly allowed: readers and members on everything`, joined; at most three rules, then a count. */
export function describeReach({ gained, lost, uncertain }: ReachCompared, subject: string): string {
  const say = (change: string, rights: readonly RightsChanged[]): string[] => {
    const shown = rights.slice(0, 3).map(({ rule, cases }) => {
      const where = rule === subject ? '' : `${rule} `;
      return `${where}${change}: ${describeRights(cases)}`;
    });
    return rights.length > 3 ? [...shown, `${change} by ${rights.length - 3} more rules`] : shown;
  };
  const doubtful = uncertain.length === 0 ? [] : [`cannot be said offline for ${uncertain.slice(0, 3).join(', ')}`];
  return [...say('newly allowed', gained), ...say('no longer allowed', lost), ...doubtful].join('. ');
}

function summarizeAnswers(service: Service, rule: string, answers: readonly ChangedAnswer[]): RightsChanged {
  const personas = [...new Set(answers.map(({ persona }) => persona))];
  const cases = groupRights(answers, listPolicyTargets(service).length);
  return { rule, personas, target: answers[0]?.target ?? '', cases };
}
