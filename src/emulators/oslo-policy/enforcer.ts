// The Enforcer: rules of files over defaults, asked as a service asks them.
import type { CheckText } from '../../documents/policy/model';
import type { Source } from '../../documents/types';
import type { ReleaseName, RuleFacts, Service } from '../../openstack/types';
import { walkChecks } from './check-tree';
import { evaluateRule } from './evaluate-check';
import { settleBits, settleRaising } from './outcomes';
import { describePolicyLibrary } from './policy-library';
import type { PolicyValues } from './python-text';
import {
  type CheckSyntaxError,
  findCycles,
  findSyntaxErrors,
  findUndefinedReferences,
  findUnknownOverrides,
  type UndefinedReference,
  type UnknownOverride,
} from './rule-references';
import { buildRuleTable, type RuleInEffect, type RuleOverride } from './rule-table';

/** What an enforcer is made of. */
export interface EnforcerProps {
  /** The rules in the code of the release. */
  readonly defaults: readonly RuleFacts[];
  /** Rules of the files that are read, in load order. */
  readonly overrides: readonly RuleOverride[];
  /** `[oslo_policy] enforce_new_defaults`. False: a deprecated default still lets callers in beside the new one. */
  readonly enforceNewDefaults: boolean;
  /** `[oslo_policy] enforce_scope`; always true from oslo.policy 6.0 (2026.2). */
  readonly enforceScope: boolean;
  /** `[oslo_policy] policy_default_rule`, asked when a rule is not defined. Default `default`. */
  readonly defaultRuleName?: string;
  /** Nova registers its own `is_admin:` check. Default: none is registered. */
  readonly service?: Service;
  /** Decides the library's version. Default 2025.1 (oslo.policy 4.5.1). */
  readonly release?: ReleaseName;
}

/** The answer to one request. */
export interface Verdict {
  /** False also when evaluating raises: nothing is allowed then, and the service answers 500. */
  readonly allowed: boolean | 'cannot-say';
  /** Whether evaluating raises, so that the service answers 500 instead of 403. */
  readonly hasRaised: boolean | 'cannot-say';
  /** The rule whose text decided, the deepest on the decisive path. `at` is null when no file says it. */
  readonly decidedBy: { readonly rule: string; readonly check: CheckText; readonly at: Source | null };
  /** One sentence piece, not yet made printable: it may quote the files. */
  readonly because: string;
}

/** A loaded policy. The four lists are computed when first asked for. */
export interface Enforcer {
  /** Asks a rule. A rule that is not defined falls to the default rule; without one nothing is allowed. */
  authorize(rule: string, target: PolicyValues, creds: PolicyValues): Verdict;
  /** The rule in effect under this very name; undefined when neither file nor code has it. */
  rule(name: string): RuleInEffect | undefined;
  /** Role names that the rule and the rules it refers to ask for, in lower case, sorted. */
  listRoles(rule: string): readonly string[];
  readonly unknownOverrides: readonly UnknownOverride[];
  readonly undefinedReferences: readonly UndefinedReference[];
  /** Rules that lead into a cycle. oslo.policy only warns at load; evaluating the cycle raises. */
  readonly cycles: readonly string[];
  readonly syntaxErrors: readonly CheckSyntaxError[];
}

/** Loads a policy as oslo.policy does: file rules in order, then the defaults no file names. */
export function createEnforcer(props: EnforcerProps): Enforcer {
  const { defaults, enforceScope, service } = props;
  const defaultRuleName = props.defaultRuleName ?? 'default';
  const library = describePolicyLibrary(service ?? 'glance', props.release ?? '2025.1');
  const table = buildRuleTable({ ...props, service, comparesChecks: library.comparesChecks });
  const fallback = defaultRuleName === '' ? undefined : table.get(defaultRuleName);
  const find = (name: string): RuleInEffect | null => table.get(name) ?? fallback ?? null;
  const rules = { find, raisesOnLeftover: library.raisesOnLeftover };
  const point = (name: string): Verdict['decidedBy'] => {
    const { check, at } = table.get(name) ?? { check: '!', at: null };
    return { rule: name, check, at };
  };

  const authorize = (rule: string, target: PolicyValues, creds: PolicyValues): Verdict => {
    // oslo.policy copies system_scope to "system" before anything is evaluated, and rules may ask for either.
    const settled: PolicyValues = isTruthy(creds, 'system_scope')
      ? { ...creds, system: creds.system_scope ?? null }
      : creds;
    const scopeTypes = table.findFacts(rule)?.scopeTypes ?? [];
    if (enforceScope && scopeTypes.length > 0) {
      const scope = isTruthy(settled, 'system') ? 'system' : isTruthy(settled, 'domain_id') ? 'domain' : 'project';
      if (!scopeTypes.includes(scope)) {
        const because = `a ${scope}-scoped token, but ${rule} wants ${scopeTypes.join(' or ')} scope`;
        return { allowed: false, hasRaised: false, decidedBy: point(rule), because };
      }
    }
    const { bits, by, because } = evaluateRule(rule, target, settled, rules);
    return { allowed: settleBits(bits), hasRaised: settleRaising(bits), decidedBy: point(by), because };
  };

  const listRoles = (rule: string): string[] => {
    const roles = new Set<string>();
    const seen = new Set<string>();
    const waiting = [rule];
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      const found = find(name);
      if (found === null || seen.has(found.name)) continue;
      seen.add(found.name);
      for (const check of walkChecks(found.tree)) {
        if (check.kind === 'rule') waiting.push(check.name);
        if (check.kind === 'role' && !check.match.includes('%')) roles.add(check.match.toLowerCase());
      }
    }
    return [...roles].sort();
  };

  const unknownOverrides = once(() => findUnknownOverrides(table.listAll(), defaults, defaultRuleName));
  const undefinedReferences = once(() => findUndefinedReferences(table.listAll()));
  const cycles = once(() => findCycles(table.listAll()));
  const syntaxErrors = once(() => findSyntaxErrors(table.listAll()));
  return {
    authorize,
    listRoles,
    rule: (name) => table.get(name),
    get unknownOverrides() {
      return unknownOverrides();
    },
    get undefinedReferences() {
      return undefinedReferences();
    },
    get cycles() {
      return cycles();
    },
    get syntaxErrors() {
      return syntaxErrors();
    },
  };
}

function once<T>(find: () => readonly T[]): () => readonly T[] {
  let found: readonly T[] | undefined;
  return () => {
    found ??= find();
    return found;
  };
}

/** Python's truth of `creds.get(key)`. */
function isTruthy(creds: PolicyValues, key: string): boolean {
  const value = Object.hasOwn(creds, key) ? creds[key] : null;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}
