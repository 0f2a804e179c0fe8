// Is an override weaker than the default? Asked over callers and targets, not by comparing text.
import type { Service } from '../../openstack/types';
import { listChosenImages, looksAtChosen } from './chosen-values';
import type { Enforcer } from './enforcer';
import { listPersonas, listRoleHolders, type PersonaName } from './personas';
import { settleAdmin } from './policy-admin';
import { listPolicyTargets } from './policy-targets';
import type { PolicyValues } from './python-text';

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
 * role that either side names, so that a door opened to a role of the operator's own is seen, and images for each way to meet or to miss
 * what either side compares of what callers choose. Once for each pair of loaded policies.
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
  const isChosen = service === 'glance' && [before, after].some((one) => looksAtChosen(one, rule));
  for (const persona of personas) {
    const [oldCreds, newCreds] = [before, after].map((side) => settleAdmin(service, side, persona.creds)) as [
      PolicyValues,
      PolicyValues,
    ];
    for (const { name, target } of listPolicyTargets(service)) {
      const answer = { persona: persona.name, target: name };
      const sides = isChosen && Object.hasOwn(target, 'status') ? [before, after] : [];
      const chosen = sides.map((side) => listChosenImages(side, rule, target, persona.creds));
      const changes = (sides.length === 0 ? [target] : chosen.flatMap(({ images }) => images)).map((image) => {
        const old = before.authorize(rule, image, oldCreds).allowed;
        const now = after.authorize(rule, image, newCreds).allowed;
        if (old === now) return 'same';
        if (old === 'cannot-say' || now === 'cannot-say') return 'uncertain';
        return now ? 'gained' : 'lost';
      });
      if (changes.includes('gained')) gained.push(answer);
      if (changes.includes('lost')) lost.push(answer);
      const isTold = changes.includes('gained') || changes.includes('lost');
      if (!isTold && (changes.includes('uncertain') || chosen.some(({ isComplete }) => !isComplete))) {
        uncertain.push(answer);
      }
    }
  }
  return { rule, gained, lost, uncertain };
}
