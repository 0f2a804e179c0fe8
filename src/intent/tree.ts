// The parsed intent, whatever its format: plain values side by side with where each of them was written.
import { type Place, type Problem, problem } from '../problems';
import type { SourceText } from './source-text';

/** Nodes an intent may have, aliases written out. A fleet of 10,000 regions with 50 values each fits twice. */
export const maxNodes = 1_000_000;

/** Sections and lists inside each other; the deepest valid intent has 7. */
export const maxDepth = 40;

/** Problems that are told in full; what goes beyond is summed up in a last one. */
export const maxProblems = 10_000;

/** A value, the offset it starts at, and the number of nodes it stands for. */
export interface Reference {
  readonly at: number;
  readonly node: TreeNode;
}

/** One value. `value` is plain JavaScript and shared by all aliases of the node. */
export type TreeNode =
  | { readonly kind: 'scalar'; readonly value: Scalar; readonly source: string; size: 1 }
  | { readonly kind: 'list'; readonly value: unknown[]; readonly items: Reference[]; size: number }
  | {
      readonly kind: 'section';
      readonly value: Record<string, unknown>;
      readonly entries: Map<string, Reference & { readonly keyAt: number }>;
      size: number;
    };

export type Scalar = string | number | boolean | null;

/** Keys whose value is a text that looks like a number: `release: 2025.1` means the text, to the last zero. */
const textKeys = new Set(['release', 'glance', 'nova', 'cinder']);

/** A leaf. `source` is the text it was written as. */
export function scalarNode(value: Scalar, source: string): TreeNode {
  return { kind: 'scalar', value, source, size: 1 };
}

/** An empty list, to be filled with `addItem`. */
export function listNode(): TreeNode & { kind: 'list' } {
  return { kind: 'list', value: [], items: [], size: 1 };
}

/** An empty section, to be filled with `addEntry`. */
export function sectionNode(): TreeNode & { kind: 'section' } {
  return { kind: 'section', value: {}, entries: new Map(), size: 1 };
}

/** Appends to a list. */
export function addItem(list: TreeNode & { kind: 'list' }, item: Reference): void {
  list.items.push(item);
  list.value.push(item.node.value);
  list.size += item.node.size;
}

/** Adds a key to a section. A second one of the same name, and `__proto__`, become problems and are left out. */
export function addEntry(
  section: TreeNode & { kind: 'section' },
  key: string,
  keyAt: number,
  reference: Reference,
  source: SourceText,
  problems: Problem[],
): void {
  const earlier = section.entries.get(key);
  if (earlier !== undefined) {
    if (problems.length >= maxProblems) return;
    const first = source.placeAt(earlier.keyAt);
    problems.push(
      problem('duplicate-key', source.placeAt(keyAt), {
        got: `${key} again (first in line ${first.line})`,
        wanted: `${key} once`,
      }),
    );
    return;
  }
  if (key === '__proto__') {
    problems.push(problem('unknown-key', source.placeAt(keyAt), { got: key, wanted: 'a key of the intent' }));
    return;
  }
  const { node } = reference;
  const isNumberMeantAsText = node.kind === 'scalar' && typeof node.value === 'number' && textKeys.has(key);
  const entry = { ...reference, keyAt, node: isNumberMeantAsText ? scalarNode(node.source, node.source) : node };
  section.entries.set(key, entry);
  section.value[key] = entry.node.value;
  section.size += node.size;
}

/** The keys and indexes of a JSON pointer. */
export function splitPointer(pointer: string): string[] {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** One more key or index below a JSON pointer. */
export function joinPointer(pointer: string, key: string | number): string {
  return `${pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** What a pointer leads to: how many of its steps exist in the file, and where the last of them was written. */
export interface Found {
  readonly depth: number;
  readonly keyAt: number;
  readonly valueAt: number;
  readonly isSection: boolean;
}

/** Follows a pointer as far as the file goes. */
export function followPointer(root: Reference, pointer: string): Found {
  let current: Reference = root;
  let keyAt = root.at;
  let depth = 0;
  for (const token of splitPointer(pointer)) {
    const { node } = current;
    const next =
      node.kind === 'section'
        ? node.entries.get(token)
        : node.kind === 'list' && /^(0|[1-9][0-9]{0,8})$/.test(token)
          ? node.items[Number(token)]
          : undefined;
    if (next === undefined) break;
    keyAt = 'keyAt' in next && typeof next.keyAt === 'number' ? next.keyAt : next.at;
    current = next;
    depth += 1;
  }
  return { depth, keyAt, valueAt: current.at, isSection: current.node.kind === 'section' };
}

/** The place of a value: sections are shown at their key, everything else where the value starts. */
export function locateValue(source: SourceText, found: Found, pointer: string): Place {
  return source.placeAt(found.isSection ? found.keyAt : found.valueAt, pointer);
}
