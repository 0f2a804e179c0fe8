// What the safe loader builds from a node, as far as a policy rule can notice: its truth, and the strings it yields.
import { printable } from '../../problems';
import { mergePairs } from './merge-pairs';
import type { CheckText } from './model';
import { resolveJsonScalar, resolvePlainScalar, type ScalarMeaning } from './plain-scalars';
import type { PolicyNode } from './yaml-nodes';

type ScalarNode = Extract<PolicyNode, { kind: 'scalar' }>;

/** How the file is read: oslo.policy tries Python's json module first (until 5.0), then yaml.safe_load. */
export type PolicySyntax = 'json' | 'yaml';

/** Why a node stops the whole file. */
export interface BuildFailure {
  readonly line: number;
  readonly message: string;
}

/** The meaning of a scalar node. A tag the safe loader does not know makes it fail elsewhere (`findBuildFailure`). */
export function resolveScalar(node: ScalarNode, syntax: PolicySyntax): ScalarMeaning {
  if (syntax === 'json') return node.isPlain ? resolveJsonScalar(node.text) : { kind: 'text' };
  switch (shortTag(node.tag)) {
    case null:
      return node.isPlain ? resolvePlainScalar(node.text) : { kind: 'text' };
    // PyYAML resolves a node with the lone tag "!" as if it were plain, quotes or not: `add_image: !` is null, so open.
    case '!':
      return resolvePlainScalar(node.text);
    case 'null':
      return { kind: 'null' };
    case 'bool':
    case 'int':
    case 'float':
    case 'timestamp':
      return resolvePlainScalar(node.text);
    default:
      return { kind: 'text' };
  }
}

/** The first node that yaml.safe_load cannot build, each node looked at once. Null when all can be built. */
export function findBuildFailure(root: PolicyNode, syntax: PolicySyntax): BuildFailure | null {
  const seen = new Set<PolicyNode>();
  const waiting: PolicyNode[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    const failure = explainTag(node, syntax);
    if (failure !== null) return { line: node.line, message: failure };
    if (node.kind === 'list') for (const item of node.items) waiting.push(item);
    if (node.kind !== 'map') continue;
    const merged = mergePairs(node, (scalar) => resolveScalar(scalar, syntax));
    if ('message' in merged) return merged;
    for (const [key, value] of node.pairs) {
      waiting.push(value);
      if (key.kind !== 'scalar') continue;
      const meaning = resolveScalar(key, syntax).kind;
      if (meaning !== 'merge' && meaning !== 'value') waiting.push(key);
    }
  }
  return null;
}

/** The check a value stands for, as oslo.policy's parse_rule takes it, or why parse_rule raises. */
export function readCheckText(node: PolicyNode, syntax: PolicySyntax): CheckText | BuildFailure {
  if (node.kind === 'scalar') {
    const meaning = resolveScalar(node, syntax);
    if (meaning.kind === 'text') return node.text;
    if (isFalsy(meaning)) return [];
    return { line: node.line, message: `${quotePiece(node.text)} is neither a string nor a list` };
  }
  const check: (string | readonly string[])[] = [];
  for (const inner of listMembers(node, syntax)) {
    if (inner.kind === 'scalar') {
      const meaning = resolveScalar(inner, syntax);
      if (meaning.kind === 'text') check.push(inner.text);
      else if (!isFalsy(meaning)) {
        return { line: inner.line, message: `${quotePiece(inner.text)} in a list of checks is not a string` };
      } else check.push([]);
    } else {
      check.push(
        listMembers(inner, syntax).map((leaf) =>
          // What is not a string here has no ":" to split at: oslo.policy makes it a check that is always false.
          leaf.kind === 'scalar' && resolveScalar(leaf, syntax).kind === 'text' ? leaf.text : '!',
        ),
      );
    }
  }
  return check;
}

/** Tells a failure from a check. */
export function isBuildFailure(found: CheckText | BuildFailure): found is BuildFailure {
  return typeof found === 'object' && 'message' in found;
}

/** Iterating a dict in Python yields its keys. */
function listMembers(node: Exclude<PolicyNode, ScalarNode>, syntax: PolicySyntax): readonly PolicyNode[] {
  if (node.kind === 'list') return node.items;
  const merged = mergePairs(node, (scalar) => resolveScalar(scalar, syntax));
  return 'message' in merged ? [] : [...merged.pairs.values()].map((pair) => pair.key);
}

function isFalsy(meaning: ScalarMeaning): boolean {
  switch (meaning.kind) {
    case 'null':
      return true;
    case 'boolean':
      return !meaning.isTrue;
    case 'number':
      return meaning.isZero;
    default:
      return false;
  }
}

/** Why the safe loader has no constructor for this node; null when it has one. */
function explainTag(node: PolicyNode, syntax: PolicySyntax): string | null {
  if (syntax === 'json') return null;
  const tag = shortTag(node.tag);
  const refusal = `the tag ${quotePiece(node.tag ?? '')} cannot be read here`;
  if (node.kind === 'list') return tag === null || tag === '!' || tag === 'seq' ? null : refusal;
  if (node.kind === 'map') return tag === null || tag === '!' || tag === 'map' ? null : refusal;
  const meaning = resolveScalar(node, syntax).kind;
  if (meaning === 'merge' || meaning === 'value')
    return `${quotePiece(node.text)} has a meaning of its own in YAML 1.1`;
  switch (tag) {
    case null:
    case '!':
    case 'str':
    case 'null':
      return null;
    case 'bool':
      return meaning === 'boolean' ? null : refusal;
    case 'int':
    case 'float':
      return meaning === 'number' ? null : refusal;
    case 'timestamp':
      return meaning === 'timestamp' ? null : refusal;
    default:
      return refusal;
  }
}

function shortTag(tag: string | null): string | null {
  if (tag === null) return null;
  const verbatim = /^!<tag:yaml\.org,2002:(\w+)>$/.exec(tag);
  if (verbatim) return verbatim[1] ?? null;
  return tag.startsWith('!!') ? tag.slice(2) : tag;
}

function quotePiece(text: string): string {
  return JSON.stringify(printable(text, 40));
}
