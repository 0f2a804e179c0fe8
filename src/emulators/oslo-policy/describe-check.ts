// Says in words whom a check lets in, for reports.
import { printable } from '../../problems';
import type { CheckTree } from './check-tree';

/** A phrase such as `role admin, or (role member and project_id equals the target's project_id)`. Printable. */
export function describeCheck(tree: CheckTree): string {
  return printable(describeTree(tree), 2000);
}

function describeTree(tree: CheckTree): string {
  switch (tree.kind) {
    case 'true':
      return 'everyone';
    case 'false':
      return tree.because === null ? 'nobody' : `nobody (${tree.because})`;
    case 'leftover':
      return 'nobody (a lone word, not a check)';
    case 'too-deep':
      return 'not known (nested too deep)';
    case 'rule':
      return `whoever rule ${tree.name} lets in`;
    case 'role':
      return `role ${describeMatch(tree.match)}`;
    case 'remote':
      return `whoever the server at ${tree.scheme}:${tree.match} lets in`;
    case 'is-admin':
      return tree.isExpected ? 'administrators' : 'everyone but administrators';
    case 'generic':
      return `${tree.left} equals ${describeMatch(tree.match)}`;
    case 'not':
      return `not (${describeTree(tree.of)})`;
    case 'and':
      return tree.of
        .map((child) => (child.kind === 'or' ? `(${describeTree(child)})` : describeTree(child)))
        .join(' and ');
    case 'or':
      return tree.of
        .map((child) => (child.kind === 'and' ? `(${describeTree(child)})` : describeTree(child)))
        .join(', or ');
  }
}

/** `%(project_id)s` is the target's value of that key. */
function describeMatch(match: string): string {
  return match.replace(/%\(([^()]*)\)s/g, "the target's $1");
}
