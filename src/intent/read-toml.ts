// Reads TOML 1.0 through @iarna/toml, the only place that knows this library, and turns its values into plain ones.
import { IntentProblems, type Problem } from '../problems';
import type { SourceText } from './source-text';
import { type TomlParser, type TomlPlaces, watchTomlParser } from './toml-places';
import {
  addEntry,
  addItem,
  listNode,
  maxDepth,
  maxNodes,
  type Reference,
  scalarNode,
  sectionNode,
  type TreeNode,
} from './tree';

/**
 * The tree of a TOML text. Dates stay the text they were written as, 64-bit integers become numbers.
 * Null when there is no content. Throws `IntentProblems` for what cannot be read; duplicate keys are among that.
 */
export function readToml(source: SourceText, problems: Problem[]): Reference | null {
  const Parser = require('@iarna/toml/lib/toml-parser.js') as new () => TomlParser;
  const places: TomlPlaces = new Map();
  const parser = new (watchTomlParser(Parser, places, source))();
  const table = parse(parser, source);
  if (Object.keys(table).length === 0) return null;
  return { at: 0, node: new TomlTree(source, places, problems).convert(table, 0, 0) };
}

function parse(parser: TomlParser, source: SourceText): object {
  try {
    parser.parse(source.text);
    return parser.finish();
  } catch (error) {
    if (error instanceof IntentProblems || !(error instanceof Error)) throw error;
    // Impossible dates come as a plain TypeError, so every other error of the parser counts as bad syntax too.
    const offset = Math.min(Math.max(parser.ii, 0), source.text.length);
    const isDuplicate = error.message.startsWith("Can't redefine");
    if (isDuplicate)
      return source.refuse('duplicate-key', offset, { got: 'a key or table again', wanted: 'every key once' });
    return source.refuse('syntax', offset, { got: error.message, wanted: 'TOML 1.0' });
  }
}

class TomlTree {
  readonly #source: SourceText;
  readonly #places: TomlPlaces;
  readonly #problems: Problem[];
  #nodes = 0;

  constructor(source: SourceText, places: TomlPlaces, problems: Problem[]) {
    this.#source = source;
    this.#places = places;
    this.#problems = problems;
  }

  convert(value: unknown, at: number, depth: number): TreeNode {
    this.#nodes += 1;
    if (this.#nodes > maxNodes) {
      this.#source.refuse('too-large', at, { got: `more than ${maxNodes} values`, wanted: `at most ${maxNodes}` });
    }
    if (depth > maxDepth)
      this.#source.refuse('syntax', at, { got: `more than ${maxDepth} levels`, wanted: 'an intent' });
    if (Array.isArray(value)) return this.#convertList(value, at, depth);
    if (value instanceof Date) return scalarNode(this.#wordAt(at), this.#wordAt(at));
    if (typeof value === 'object' && value !== null) return this.#convertTable(value, at, depth);
    if (typeof value === 'number') return scalarNode(value, this.#wordAt(at));
    // The parser cuts integers to 64 bits; the text still says what was meant.
    if (typeof value === 'bigint') return scalarNode(Number(this.#wordAt(at).replaceAll('_', '')), this.#wordAt(at));
    if (typeof value === 'boolean') return scalarNode(value, String(value));
    return scalarNode(String(value), String(value));
  }

  #convertList(value: readonly unknown[], at: number, depth: number): TreeNode {
    const list = listNode();
    const places = this.#places.get(value);
    for (const [index, item] of value.entries()) {
      const itemAt = places?.get(String(index))?.at ?? at;
      addItem(list, { at: itemAt, node: this.convert(item, itemAt, depth + 1) });
    }
    return list;
  }

  #convertTable(value: object, at: number, depth: number): TreeNode {
    const section = sectionNode();
    const places = this.#places.get(value);
    for (const [key, item] of Object.entries(value)) {
      const written = places?.get(key) ?? { keyAt: at, at };
      const reference = { at: written.at, node: this.convert(item, written.at, depth + 1) };
      addEntry(section, key, written.keyAt, reference, this.#source, this.#problems);
    }
    return section;
  }

  #wordAt(at: number): string {
    const word = /[^\s,\]}#]*/y;
    word.lastIndex = at;
    return word.exec(this.#source.text)?.[0] ?? '';
  }
}
