// The tree a check string becomes, and the canonical text oslo.policy prints for it.

/** A check. Leaves keep their text as written; `because` says what could not be understood. */
export type CheckTree =
  | { readonly kind: 'true' }
  /** Never allows. `because` is null for a written `!`, otherwise it says why the text failed closed. */
  | { readonly kind: 'false'; readonly because: string | null }
  /** A lone quoted word or operator: before oslo.policy 5.1 evaluating it raises, since 5.1 it is false. */
  | { readonly kind: 'leftover'; readonly text: string }
  | { readonly kind: 'not'; readonly of: CheckTree }
  | { readonly kind: 'and' | 'or'; readonly of: readonly CheckTree[] }
  | { readonly kind: 'rule'; readonly name: string }
  | { readonly kind: 'role'; readonly match: string }
  /** `http:` and `https:` ask a remote server: nobody can say offline. */
  | { readonly kind: 'remote'; readonly scheme: 'http' | 'https'; readonly match: string }
  /** Nova's own check: `is_admin:` with any spelling of "true" means true, everything else false. */
  | { readonly kind: 'is-admin'; readonly isExpected: boolean }
  /** Nested beyond what Python evaluates without a RecursionError: no claim is made. */
  | { readonly kind: 'too-deep' }
  /** `left:match`, where left is a Python literal or a path into the credentials. */
  | { readonly kind: 'generic'; readonly left: string; readonly match: string };

/** The text oslo.policy's str() gives for a check: what it compares and logs. `''` and `@` both print `@`. */
export function formatCheck(tree: CheckTree): string {
  switch (tree.kind) {
    case 'true':
      return '@';
    case 'false':
    case 'too-deep':
      return '!';
    case 'leftover':
      return tree.text;
    case 'not':
      return `not ${formatCheck(tree.of)}`;
    case 'and':
    case 'or':
      return `(${tree.of.map(formatCheck).join(` ${tree.kind} `)})`;
    case 'rule':
      return `rule:${tree.name}`;
    case 'role':
      return `role:${tree.match}`;
    case 'remote':
      return `${tree.scheme}:${tree.match}`;
    case 'is-admin':
      return `is_admin:${tree.isExpected ? 'True' : 'False'}`;
    case 'generic':
      return `${tree.left}:${tree.match}`;
  }
}

/** Visits a tree, parents first. */
export function* walkChecks(tree: CheckTree): Generator<CheckTree> {
  yield tree;
  if (tree.kind === 'not') yield* walkChecks(tree.of);
  if (tree.kind === 'and' || tree.kind === 'or') for (const child of tree.of) yield* walkChecks(child);
}
