// Is an override weaker than the default? Asked over callers and targets, not by comparing text.
import type { Service } from '../../openstack/types';
import { listChosenImages, looksAtChosen } from './chosen-values';
import type { Enforcer } from './enforcer';
import { listNamedCallers } from './named-callers';
import { listPersonas, listRoleHolders, type Persona, type PersonaName } from './personas';
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
  /** One of them was surely refused before, or is surely allowed after. */
  readonly mayGain: boolean;
  /** One of them was surely allowed before, or is surely refused after. */
  readonly mayLose: boolean;
}

const compared = new WeakMap<Enforcer, WeakMap<Enforcer, Map<string, ChecksCompared>>>();

/**
 * Compares one rule under two loaded policies over all callers and targets of the service. Callers are added for every
 * role, project, user or scope that either side names, so that a door opened to one of the operator's own is seen, and images for each way
 * to meet or to miss what either side compares of what callers choose. Once for each pair of loaded policies.
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
  let [mayGain, mayLose] = [false, false];
  const isChosen = service === 'glance' && [before, after].some((one) => looksAtChosen(one, rule));
  const tell = (persona: Persona, answered: readonly Answered[]): void => {
    for (const { target, changes } of answered) {
      const answer = { persona: persona.name, target };
      if (changes.has('gained')) gained.push(answer);
      if (changes.has('lost')) lost.push(answer);
      const isTold = changes.has('gained') || changes.has('lost');
      if (!isTold && changes.has('uncertain')) uncertain.push(answer);
      mayGain ||= changes.has('may-gain');
      mayLose ||= changes.has('may-lose');
    }
  };
  const usual = new Map(personas.map((persona) => [persona, ask(persona)]));
  for (const [persona, answered] of usual) tell(persona, answered);
  for (const persona of listNamedCallers(personas, rule, before, after)) {
    const known = usual.get(persona.usual) ?? [];
    // Told of its kind already.
    const isNews = ({ changes }: Answered, index: number) =>
      [...changes].some((change) => change !== 'same' && !known[index]?.changes.has(change));
    tell(persona, ask(persona).filter(isNews));
  }
  return { rule, gained, lost, uncertain, mayGain, mayLose };

  function ask({ creds }: Persona): Answered[] {
    const [oldCreds, newCreds] = [before, after].map((side) => settleAdmin(service, side, creds)) as [
      PolicyValues,
      PolicyValues,
    ];
    return listPolicyTargets(service).map(({ name, target }) => {
      const sides = isChosen && Object.hasOwn(target, 'status') ? [before, after] : [];
      const chosen = sides.map((side) => listChosenImages(side, rule, target, creds));
      const images = sides.length === 0 ? [target] : chosen.flatMap((one) => one.images);
      const changes = images.flatMap((image): Change[] => {
        const old = before.authorize(rule, image, oldCreds).allowed;
        const now = after.authorize(rule, image, newCreds).allowed;
        if (old === now) return ['same'];
        if (old === 'cannot-say' || now === 'cannot-say')
          return ['uncertain', old === false || now === true ? 'may-gain' : 'may-lose'];
        return [now ? 'gained' : 'lost'];
      });
      const isComplete = chosen.every((one) => one.isComplete);
      return { target: name, changes: new Set<Change>([...changes, ...(isComplete ? [] : ['uncertain' as const])]) };
    });
  }
}

type Change = 'same' | 'gained' | 'lost' | 'uncertain' | 'may-gain' | 'may-lose';

/** What became of the answers on one kind of object. */
interface Answered {
  readonly target: string;
  readonly changes: ReadonlySet<Change>;
}
