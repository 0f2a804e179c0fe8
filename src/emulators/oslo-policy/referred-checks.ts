// Every check that decides a rule: its own, and those of the rules that it refers to.
import { type CheckTree, walkChecks } from './check-tree';
import type { Enforcer } from './enforcer';

/** Every check of a rule and of the rules that it refers to, each rule once. */
export function* walkReferred(enforcer: Enforcer, rule: string): Generator<CheckTree> {
  const seen = new Set<string>();
  const waiting = [rule];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const found = enforcer.rule(name);
    if (found === undefined || seen.has(found.name)) continue;
    seen.add(found.name);
    for (const check of walkChecks(found.tree)) {
      if (check.kind === 'rule') waiting.push(check.name);
      yield check;
    }
  }
}
