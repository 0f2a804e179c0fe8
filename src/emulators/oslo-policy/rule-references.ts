// What is wrong with a rule table before anybody asks: references to nothing, cycles, checks that do not parse.
import type { Source } from '../../documents/types';
import type { RuleFacts } from '../../openstack/types';
import { type CheckTree, walkChecks } from './check-tree';
import type { RuleInEffect } from './rule-table';

/** A rule that refers to a rule which does not exist. oslo.policy then takes the default rule, which is open in Glance. */
export interface UndefinedReference {
  readonly rule: string;
  readonly reference: string;
  readonly at: Source | null;
}

/** A check of which oslo.policy makes "never", or on which it raises. */
export interface CheckSyntaxError {
  readonly rule: string;
  readonly at: Source | null;
  readonly message: string;
}

/** An override that no code asks for. */
export interface UnknownOverride {
  readonly name: string;
  readonly at: Source;
  /** Another rule refers to it: an alias of the operator's own, not a mistake. */
  readonly isReferenced: boolean;
}

type Table = ReadonlyMap<string, RuleInEffect>;

/** Every reference to a rule that is not in the table. */
export function findUndefinedReferences(table: Table): UndefinedReference[] {
  return [...table.values()].flatMap((rule) =>
    [...listReferences(rule)]
      .filter((reference) => !table.has(reference))
      .map((reference) => ({ rule: rule.name, reference, at: rule.at })),
  );
}

/** Overrides whose text, or a part of it, is not a check. */
export function findSyntaxErrors(table: Table): CheckSyntaxError[] {
  const found: CheckSyntaxError[] = [];
  for (const rule of table.values()) {
    for (const check of walkChecks(rule.tree)) {
      const message = explainCheck(check);
      if (message !== null) found.push({ rule: rule.name, at: rule.at, message });
    }
  }
  return found;
}

/** What is wrong with one check, children aside; null when nothing is. */
function explainCheck(check: CheckTree): string | null {
  switch (check.kind) {
    case 'false':
      return check.because;
    case 'leftover':
      return 'a lone word, not a check';
    case 'role':
    case 'generic':
      return hasStrayParenthesis(check.match) ? 'a parenthesis became part of the check: nothing matches it' : null;
    case 'rule':
      return hasStrayParenthesis(check.name) ? 'a parenthesis became part of the rule name' : null;
    default:
      return null;
  }
}

/** `role:((` parses as a role of that name (measured: 403 for everybody). */
function hasStrayParenthesis(text: string): boolean {
  return /[()]/.test(text.replace(/%\([^()]*\)[a-z]/g, ''));
}

/** Overrides that the service has no rule for: silently ignored (measured on Glance: nothing is logged). */
export function findUnknownOverrides(
  table: Table,
  defaults: readonly RuleFacts[],
  defaultRuleName: string,
): UnknownOverride[] {
  const known = new Set([defaultRuleName]);
  for (const { name, deprecatedRule } of defaults) {
    known.add(name);
    if (deprecatedRule !== undefined) known.add(deprecatedRule.name);
  }
  const referenced = new Set([...table.values()].flatMap((rule) => [...listReferences(rule)]));
  return [...table.values()].flatMap(({ name, at }) =>
    at === null || known.has(name) ? [] : [{ name, at, isReferenced: referenced.has(name) }],
  );
}

/** Rules from which following references leads back to a rule already passed, in table order. Linear. */
export function findCycles(table: Table): string[] {
  const state = new Map<string, 'under-way' | 'clean' | 'cyclic'>();
  const visit = (start: string): void => {
    const path: { name: string; waiting: Iterator<string> }[] = [];
    const enter = (name: string): void => {
      state.set(name, 'under-way');
      const rule = table.get(name);
      path.push({ name, waiting: (rule === undefined ? new Set<string>() : listReferences(rule)).values() });
    };
    enter(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = top.waiting.next();
      if (next.done) {
        if (state.get(top.name) === 'under-way') state.set(top.name, 'clean');
        path.pop();
        continue;
      }
      const known = table.has(next.value) ? state.get(next.value) : 'clean';
      if (known === undefined) enter(next.value);
      else if (known !== 'clean') {
        // Whatever lies below a cyclic rule on the path is marked already.
        for (let index = path.length - 1; index >= 0; index -= 1) {
          const name = path[index]?.name ?? '';
          if (state.get(name) === 'cyclic') break;
          state.set(name, 'cyclic');
        }
      }
    }
  };
  for (const name of table.keys()) if (!state.has(name)) visit(name);
  return [...table.keys()].filter((name) => state.get(name) === 'cyclic');
}

function listReferences(rule: RuleInEffect): Set<string> {
  const names = new Set<string>();
  for (const check of walkChecks(rule.tree)) if (check.kind === 'rule') names.add(check.name);
  return names;
}
