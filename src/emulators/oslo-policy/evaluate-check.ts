// Evaluates a check tree: left to right, stopping early, rule references through the table, cycles raise.
import type { CheckTree } from './check-tree';
import { matchGeneric, matchRole } from './match-credentials';
import { ALLOWS, ANYTHING, invertBits, type Outcome, RAISES, REFUSES } from './outcomes';
import type { PolicyValues } from './python-text';

/** Where rule references lead. */
export interface RuleLookup {
  /** The rule a reference ends at: itself, or the default rule when it is not defined; null: neither exists. */
  find(name: string): { readonly name: string; readonly tree: CheckTree } | null;
  readonly raisesOnLeftover: boolean;
}

/** Python gives up near 490 nested checks (recursion limit 1000, less what the service's own stack takes). */
const maxCheckDepth = 200;

/** Evaluates the rule `name` for one request. Never throws; rules are evaluated once each, so shared rules cost nothing. */
export function evaluateRule(name: string, target: PolicyValues, creds: PolicyValues, rules: RuleLookup): Outcome {
  const known = new Map<string, Outcome>();
  const underWay = new Set<string>();

  const follow = (reference: string, depth: number): Outcome => {
    const found = rules.find(reference);
    if (found === null) return { bits: REFUSES, by: reference, because: `no rule ${reference} and no default rule` };
    const earlier = known.get(found.name);
    if (earlier !== undefined) return earlier;
    if (underWay.has(found.name)) {
      // Measured: RecursionError, which no check catches.
      return {
        bits: RAISES,
        by: found.name,
        because: `rule ${found.name} refers to itself: the request is answered 500`,
      };
    }
    underWay.add(found.name);
    const outcome = evaluate(found.tree, found.name, depth);
    underWay.delete(found.name);
    const because =
      found.name === reference
        ? outcome.because
        : `${reference} is not defined, so ${found.name} counts: ${outcome.because}`;
    const settled = { ...outcome, because };
    if (found.name === reference) known.set(found.name, settled);
    return settled;
  };

  const evaluate = (tree: CheckTree, owner: string, depth: number): Outcome => {
    if (depth > maxCheckDepth) return { bits: ANYTHING, by: owner, because: 'nested too deep for a claim' };
    switch (tree.kind) {
      case 'true':
        return { bits: ALLOWS, by: owner, because: `${owner} allows everyone` };
      case 'false':
        return {
          bits: REFUSES,
          by: owner,
          because: tree.because === null ? `${owner} allows nobody` : `${owner}: ${tree.because}`,
        };
      case 'leftover':
        return rules.raisesOnLeftover
          ? { bits: RAISES, by: owner, because: `${owner} is a lone word, not a check: the request is answered 500` }
          : { bits: REFUSES, by: owner, because: `${owner} is a lone word, not a check` };
      case 'too-deep':
        return { bits: ANYTHING, by: owner, because: `${owner} is nested too deep for a claim` };
      case 'remote':
        return { bits: ANYTHING, by: owner, because: `${owner} asks a remote server (${tree.scheme}:)` };
      case 'is-admin': {
        if (!Object.hasOwn(creds, 'is_admin'))
          return { bits: RAISES, by: owner, because: 'the credentials lack is_admin' };
        const isMet = creds.is_admin === tree.isExpected;
        return {
          bits: isMet ? ALLOWS : REFUSES,
          by: owner,
          because: `is_admin is ${isMet ? '' : 'not '}${tree.isExpected}`,
        };
      }
      case 'role':
        return { by: owner, ...matchRole(tree.match, target, creds) };
      case 'generic':
        return { by: owner, ...matchGeneric(tree.left, tree.match, target, creds) };
      case 'rule':
        return follow(tree.name, depth + 1);
      case 'not': {
        const inner = evaluate(tree.of, owner, depth + 1);
        return { ...inner, bits: invertBits(inner.bits), because: `not (${inner.because})` };
      }
      case 'and':
        return joinOutcomes(tree.of, REFUSES, ALLOWS, owner, (child) => evaluate(child, owner, depth + 1));
      case 'or':
        return joinOutcomes(tree.of, ALLOWS, REFUSES, owner, (child) => evaluate(child, owner, depth + 1));
    }
  };
  return follow(name, 0);
}

/** `and` stops at the first refusal, `or` at the first allowance; only the other answer lets the next part be asked. */
function joinOutcomes(
  parts: readonly CheckTree[],
  stopsAt: number,
  goesOnAt: number,
  owner: string,
  evaluate: (part: CheckTree) => Outcome,
): Outcome {
  let bits = 0;
  const words: string[] = [];
  for (const part of parts) {
    const outcome = evaluate(part);
    // Decided by this part alone: its own rule is the one to point at.
    if (bits === 0 && (outcome.bits & goesOnAt) === 0) return outcome;
    bits |= outcome.bits & ~goesOnAt;
    words.push(outcome.because);
    if ((outcome.bits & goesOnAt) === 0) return { bits, by: owner, because: words.join('; ') };
  }
  return { bits: bits | goesOnAt, by: owner, because: [...new Set(words)].join(stopsAt === ALLOWS ? '; ' : ' and ') };
}
