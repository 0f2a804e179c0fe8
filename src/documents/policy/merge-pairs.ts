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

type PolicyMap = Extract<PolicyNode, { kind: 'map' }>;
type Resolve = (scalar: Extract<PolicyNode, { kind: 'scalar' }>) => ScalarMeaning;

/** A policy has a few hundred rules; merges beyond this are an attempt to exhaust memory. */
const maxMergedPairs = 100_000;

/** Thrown inside: the mapping cannot be read, and `line` says where. */
class UnreadableMapping extends Error {
  constructor(
    readonly line: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Flattens `<<` as PyYAML does: merged pairs come first, a list of mappings is taken from its end, own pairs override.
 * `resolve` says what a scalar means. Bounded: beyond 100 000 merged pairs it answers with a message instead.
 */
export function mergePairs(map: PolicyMap, resolve: Resolve): MergedPairs {
  try {
    const { pairs, replaced } = new Flattening(resolve).flatten(map);
    return { pairs, replaced };
  } catch (error) {
    if (!(error instanceof UnreadableMapping)) throw error;
    return { line: error.line, message: error.message };
  }
}

/** A mapping without merge keys. */
interface FlatMapping {
  readonly pairs: Map<string, KeptPair>;
  readonly replaced: ReplacedKey[];
}

/** Mappings of one document: an alias is flattened once, and one inside itself is left out, as PyYAML does. */
class Flattening {
  private readonly done = new Map<PolicyMap, FlatMapping>();
  private readonly underWay = new Set<PolicyMap>();
  private mergedPairs = 0;

  constructor(private readonly resolve: Resolve) {}

  flatten(map: PolicyMap): FlatMapping {
    const known = this.done.get(map);
    if (known !== undefined) return known;
    this.underWay.add(map);
    const flat: FlatMapping = { pairs: new Map(), replaced: [] };
    const own: (readonly [string, KeptPair])[] = [];
    for (const [key, value] of map.pairs) {
      const meaning = key.kind === 'scalar' ? this.resolve(key) : null;
      if (meaning?.kind === 'merge') this.addMerged(flat, key.line, value);
      else if (key.kind === 'scalar') own.push([identifyKey(key.text, meaning), { key, value }]);
      else throw new UnreadableMapping(key.line, 'a list or mapping cannot be a rule name');
    }
    addOwn(flat, own);
    this.underWay.delete(map);
    this.done.set(map, flat);
    return flat;
  }

  private addMerged({ pairs }: FlatMapping, line: number, value: PolicyNode): void {
    const sources = value.kind === 'list' ? [...value.items].reverse() : [value];
    for (const source of sources) {
      if (source.kind !== 'map') throw new UnreadableMapping(line, '"<<" expects a mapping or a list of mappings');
      if (this.underWay.has(source)) continue;
      const merged = this.flatten(source).pairs;
      this.mergedPairs += merged.size;
      if (this.mergedPairs > maxMergedPairs) {
        throw new UnreadableMapping(line, `more than ${maxMergedPairs} merged pairs: Glacis does not expand them`);
      }
      for (const [identity, pair] of merged) pairs.set(identity, pair);
    }
  }
}

function addOwn({ pairs, replaced }: FlatMapping, own: readonly (readonly [string, KeptPair])[]): void {
  const lastLine = new Map<string, number>();
  for (const [identity, pair] of own) {
    const line = lastLine.get(identity);
    if (line !== undefined) replaced.push({ line, byLine: pair.key.line });
    lastLine.set(identity, pair.key.line);
    pairs.set(identity, pair);
  }
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
