// The pairs of a mapping as Python's dict keeps them: merge keys flattened, the last of two equal keys wins.

import type { ScalarMeaning } from './plain-scalars';
import type { PolicyNode } from './yaml-nodes';

/** One pair that is left. */
export interface KeptPair {
  readonly key: PolicyNode;
  readonly value: PolicyNode;
}

/** A key of the mapping itself that a later line says again. */
export interface ReplacedKey {
  readonly line: number;
  readonly byLine: number;
}

/** What a mapping comes to, or why it cannot be read. */
export type MergedPairs =
  | { readonly pairs: ReadonlyMap<string, KeptPair>; readonly replaced: readonly ReplacedKey[] }
  | { readonly line: number; readonly message: string };

/** A policy has a few hundred rules; merges beyond this are an attempt to exhaust memory. */
const maxMergedPairs = 100_000;

/**
 * Flattens `<<` as PyYAML does: merged pairs come first, a list of mappings is taken from its end, own pairs override.
 * `resolve` says what a scalar means. Bounded: beyond 100 000 merged pairs it answers with a message instead.
 */
export function mergePairs(
  map: Extract<PolicyNode, { kind: 'map' }>,
  resolve: (scalar: Extract<PolicyNode, { kind: 'scalar' }>) => ScalarMeaning,
): MergedPairs {
  const done = new Map<PolicyNode, ReadonlyMap<string, KeptPair>>();
  const underWay = new Set<PolicyNode>();
  const replaced: ReplacedKey[] = [];
  let mergedPairs = 0;
  let failure: { readonly line: number; readonly message: string } | null = null;

  const flatten = (node: Extract<PolicyNode, { kind: 'map' }>): ReadonlyMap<string, KeptPair> => {
    const known = done.get(node);
    if (known !== undefined) return known;
    underWay.add(node);
    const merged = new Map<string, KeptPair>();
    const own: (readonly [string, PolicyNode, PolicyNode])[] = [];
    for (const [key, value] of node.pairs) {
      if (failure !== null) break;
      const meaning = key.kind === 'scalar' ? resolve(key) : null;
      if (meaning?.kind !== 'merge') {
        if (key.kind !== 'scalar') failure = { line: key.line, message: 'a list or mapping cannot be a rule name' };
        else own.push([identifyKey(key.text, meaning), key, value]);
        continue;
      }
      const sources = value.kind === 'list' ? [...value.items].reverse() : [value];
      for (const source of sources) {
        if (source.kind !== 'map') {
          failure = { line: key.line, message: '"<<" expects a mapping or a list of mappings' };
          break;
        }
        if (underWay.has(source)) continue;
        for (const [identity, pair] of flatten(source)) {
          mergedPairs += 1;
          if (mergedPairs > maxMergedPairs) {
            failure = {
              line: key.line,
              message: `more than ${maxMergedPairs} merged pairs: Glacis does not expand them`,
            };
            break;
          }
          merged.set(identity, pair);
        }
        if (failure !== null) break;
      }
    }
    const lastLine = new Map<string, number>();
    for (const [identity, key, value] of own) {
      const line = lastLine.get(identity);
      if (node === map && line !== undefined) replaced.push({ line, byLine: key.line });
      lastLine.set(identity, key.line);
      merged.set(identity, { key, value });
    }
    underWay.delete(node);
    done.set(node, merged);
    return merged;
  };

  const pairs = flatten(map);
  return failure ?? { pairs, replaced };
}

/** Two keys are one when Python's dict says so: True is 1, `=` as a key is text, and so is every quoted word. */
function identifyKey(text: string, meaning: ScalarMeaning | null): string {
  switch (meaning?.kind) {
    case 'null':
      return 'null';
    case 'boolean':
      return `number:${meaning.isTrue ? 1 : 0}`;
    case 'number': {
      const decimal = Number(text.replaceAll('_', ''));
      return `number:${meaning.isZero ? 0 : Number.isNaN(decimal) ? text : decimal}`;
    }
    case 'timestamp':
      return `timestamp:${text}`;
    default:
      return `text:${text}`;
  }
}
