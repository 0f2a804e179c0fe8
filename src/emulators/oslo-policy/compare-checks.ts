// Is an override weaker than the default? Asked over callers and targets, not by comparing text.
import type { Service } from '../../openstack/types';
import type { Enforcer } from './enforcer';
import { listPersonas, listRoleHolders, type PersonaName } from './personas';
import { listPolicyTargets } from './policy-targets';

/** One question whose answer changed. */
export interface ChangedAnswer {
  readonly persona: PersonaName;
  readonly target: string;
}

/** What a change of policy does to one rule. */
export interface ChecksCompared {
  readonly rule: string;
  /** Allowed after, not before: the change is weaker here. */
  readonly gained: readonly ChangedAnswer[];
  /** Allowed before, not after. */
  readonly lost: readonly ChangedAnswer[];
  /** Certain on one side only: a remote check, or an expression that is not read. To be judged by a person. */
  readonly uncertain: readonly ChangedAnswer[];
}

const compared = new WeakMap<Enforcer, WeakMap<Enforcer, Map<string, ChecksCompared>>>();

/**
 * Compares one rule under two loaded policies over all callers and targets of the service. Callers are added for every
 * role that either side names, so that a door opened to a role of the operator's own is seen. Once for each pair of loaded policies.
 */
export function compareChecks(service: Service, rule: string, before: Enforcer, after: Enforcer): ChecksCompared {
  const byAfter = compared.get(before) ?? new WeakMap<Enforcer, Map<string, ChecksCompared>>();
  compared.set(before, byAfter);
  const byRule = byAfter.get(after) ?? new Map<string, ChecksCompared>();
  byAfter.set(after, byRule);
  const question = `${service} ${rule}`;
  const answer = byRule.get(question) ?? askAll(service, rule, before, after);
  byRule.set(question, answer);
  return answer;
}

function askAll(service: Service, rule: string, before: Enforcer, after: Enforcer): ChecksCompared {
  const roles = [...before.listRoles(rule), ...after.listRoles(rule)];
  const personas = [...listPersonas(service), ...listRoleHolders(service, roles)];
  const gained: ChangedAnswer[] = [];
  const lost: ChangedAnswer[] = [];
  const uncertain: ChangedAnswer[] = [];
  for (const persona of personas) {
    for (const { name, target } of listPolicyTargets(service)) {
      const old = before.authorize(rule, target, persona.creds).allowed;
      const now = after.authorize(rule, target, persona.creds).allowed;
      if (old === now) continue;
      const answer = { persona: persona.name, target: name };
      if (old === 'cannot-say' || now === 'cannot-say') uncertain.push(answer);
      else if (now) gained.push(answer);
      else lost.push(answer);
    }
  }
  return { rule, gained, lost, uncertain };
}
