// Parses check strings and the old list syntax into check trees, by the same greedy reduction as oslo.policy.
import type { CheckText } from '../../documents/policy/model';
import type { Service } from '../../openstack/types';
import { printable } from '../../problems';
import { type CheckToken, cutCheckTokens } from './check-tokens';
import type { CheckTree } from './check-tree';

interface Shifted {
  readonly kind: CheckToken['kind'] | 'and-expression' | 'or-expression';
  readonly tree: CheckTree | null;
  readonly text: string;
  /** Levels below the top of the tree. */
  readonly depth: number;
}

/** Python's own limit lies near 490 levels. It also keeps every walk over a tree from overflowing the stack. */
const maxTreeDepth = 400;

/**
 * The tree of a check. Never throws: what oslo.policy cannot parse is a `false` with its reason (it fails closed).
 * `service`: nova registers a check of its own for `is_admin:`; omitted means none is registered.
 */
export function parseCheck(check: CheckText, service?: Service): CheckTree {
  return typeof check === 'string' ? parseText(check, service) : parseList(check, service);
}

function parseText(text: string, service: Service | undefined): CheckTree {
  if (text === '') return { kind: 'true' };
  const stack: Shifted[] = [];
  for (const token of cutCheckTokens(text)) {
    const tree = token.kind === 'check' ? parseBaseCheck(token.text, service) : null;
    stack.push({ kind: token.kind, tree, text: token.text, depth: 0 });
    while (reduceTop(stack));
  }
  const only = stack.length === 1 ? stack[0] : undefined;
  if (only === undefined) {
    const because = stack.length === 0 ? 'only blanks, which is not the empty string' : 'the expression does not parse';
    return { kind: 'false', because };
  }
  return only.tree ?? { kind: 'leftover', text: only.text };
}

/** One reduction at the top of the stack; false when none applies. */
function reduceTop(stack: Shifted[]): boolean {
  const [first, second, third] = stack.slice(-3);
  if (first?.kind === '(' && second?.tree && third?.kind === ')') {
    return replaceTop(stack, 3, 'check', second.tree);
  }
  if (first?.tree && third?.kind === 'check' && third.tree && first.kind !== 'not') {
    const right = third.tree;
    if (second?.kind === 'and') {
      if (first.kind === 'check')
        return replaceTop(stack, 3, 'and-expression', { kind: 'and', of: [first.tree, right] });
      if (first.kind === 'and-expression')
        return replaceTop(stack, 3, first.kind, extendTree('and', first.tree, right));
      return replaceTop(stack, 3, 'or-expression', bindToLast(first.tree, right));
    }
    if (second?.kind === 'or') {
      const tree: CheckTree =
        first.kind === 'or-expression' ? extendTree('or', first.tree, right) : { kind: 'or', of: [first.tree, right] };
      return replaceTop(stack, 3, 'or-expression', tree);
    }
  }
  const [before, last] = stack.slice(-2);
  if (before?.kind === 'not' && last?.kind === 'check' && last.tree) {
    return replaceTop(stack, 2, 'check', { kind: 'not', of: last.tree });
  }
  return false;
}

function replaceTop(stack: Shifted[], count: number, kind: Shifted['kind'], tree: CheckTree): true {
  const taken = stack.splice(-count);
  const [first, , third] = taken;
  const depth =
    kind === 'check' && count === 3
      ? (taken[1]?.depth ?? 0)
      : first?.kind === kind
        ? // A join that only grows longer is no deeper; an "and" inside an "or" stands one level further down.
          Math.max(first.depth, (third?.depth ?? 0) + 2)
        : Math.max(...taken.map((shifted) => shifted.depth)) + 1;
  const settled: CheckTree = depth > maxTreeDepth ? { kind: 'too-deep' } : tree;
  stack.push({ kind, tree: settled, text: '', depth: settled === tree ? depth : 0 });
  return true;
}

/** Adds to a join in place, as oslo.policy does: nothing else holds the tree yet, and copying would be quadratic. */
function extendTree(kind: 'and' | 'or', tree: CheckTree, added: CheckTree): CheckTree {
  if (tree.kind !== kind) return { kind, of: [tree, added] };
  (tree.of as CheckTree[]).push(added);
  return tree;
}

/** `a or b and c`: the "and" takes the last part of the "or" with it, and joins an "and" that already stands there. */
function bindToLast(tree: CheckTree, added: CheckTree): CheckTree {
  if (tree.kind !== 'or') return extendTree('and', tree, added);
  const parts = tree.of as CheckTree[];
  const last = parts.pop();
  parts.push(last === undefined ? added : extendTree('and', last, added));
  return tree;
}

/** One base check. Without a colon it is false: oslo.policy fails closed. */
function parseBaseCheck(text: string, service: Service | undefined): CheckTree {
  if (text === '!') return { kind: 'false', because: null };
  if (text === '@') return { kind: 'true' };
  const colon = text.indexOf(':');
  if (colon < 0)
    return { kind: 'false', because: `${JSON.stringify(printable(text, 40))} is not a check: no ":" in it` };
  const left = text.slice(0, colon);
  const match = text.slice(colon + 1);
  if (left === 'http' || left === 'https') return { kind: 'remote', scheme: left, match };
  if (left === 'rule') return { kind: 'rule', name: match };
  if (left === 'role') return { kind: 'role', match };
  if (left === 'is_admin' && service === 'nova')
    return { kind: 'is-admin', isExpected: match.toLowerCase() === 'true' };
  return { kind: 'generic', left, match };
}

/** The list syntax: an empty list allows, a list of nothing but empty lists refuses. */
function parseList(check: readonly (string | readonly string[])[], service: Service | undefined): CheckTree {
  if (check.length === 0) return { kind: 'true' };
  const parts: CheckTree[] = [];
  for (const inner of check) {
    if (inner.length === 0) continue;
    const leaves = (typeof inner === 'string' ? [inner] : inner).map((leaf) => parseBaseCheck(leaf, service));
    const only = leaves.length === 1 ? leaves[0] : undefined;
    parts.push(only ?? { kind: 'and', of: leaves });
  }
  if (parts.length === 0) return { kind: 'false', because: 'a list of empty lists' };
  const only = parts.length === 1 ? parts[0] : undefined;
  return only ?? { kind: 'or', of: parts };
}
