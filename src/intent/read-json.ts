// Reads JSON with the place of every value; JSON.parse alone loses places and hides duplicate keys.
import type { Problem } from '../problems';
import type { SourceText } from './source-text';
import { addEntry, addItem, listNode, maxDepth, maxNodes, type Reference, scalarNode, sectionNode } from './tree';

const blanks = /[ \t\r\n]*/y;
const stringToken = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})[^"\\\u0000-\u001f]*)*"/y;
const numberToken = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const wordToken = /true|false|null/y;

/** The tree of a JSON text (RFC 8259, no comments). Null when there is no content. Throws `IntentProblems`. */
export function readJson(source: SourceText, problems: Problem[]): Reference | null {
  return new JsonTree(source, problems).build();
}

class JsonTree {
  readonly #source: SourceText;
  readonly #problems: Problem[];
  #offset = 0;
  #nodes = 0;

  constructor(source: SourceText, problems: Problem[]) {
    this.#source = source;
    this.#problems = problems;
  }

  build(): Reference | null {
    this.#skipBlanks();
    if (this.#offset === this.#source.text.length) return null;
    const root = this.#readValue(0);
    this.#skipBlanks();
    if (this.#offset < this.#source.text.length) this.#refuse('the end of the file');
    return root;
  }

  #readValue(depth: number): Reference {
    const at = this.#offset;
    this.#nodes += 1;
    if (this.#nodes > maxNodes) {
      this.#source.refuse('too-large', at, { got: `more than ${maxNodes} values`, wanted: `at most ${maxNodes}` });
    }
    if (depth > maxDepth)
      this.#source.refuse('syntax', at, { got: `more than ${maxDepth} levels`, wanted: 'an intent' });
    const first = this.#source.text[at];
    if (first === '{') return { at, node: this.#readSection(depth) };
    if (first === '[') return { at, node: this.#readList(depth) };
    const token = this.#take(first === '"' ? stringToken : wordToken) ?? this.#take(numberToken);
    if (token === undefined) return this.#refuse(first === '"' ? 'a string that ends in its line' : 'a value');
    return { at, node: scalarNode(JSON.parse(token), token) };
  }

  #readSection(depth: number) {
    const section = sectionNode();
    this.#expect('{');
    for (let isFirst = true; this.#peek() !== '}'; isFirst = false) {
      if (!isFirst) this.#expect(',');
      const keyAt = this.#offset;
      const key = this.#take(stringToken) ?? this.#refuse('a key in double quotes');
      this.#expect(':');
      addEntry(section, JSON.parse(key), keyAt, this.#readValue(depth + 1), this.#source, this.#problems);
      this.#skipBlanks();
    }
    this.#expect('}');
    return section;
  }

  #readList(depth: number) {
    const list = listNode();
    this.#expect('[');
    for (let isFirst = true; this.#peek() !== ']'; isFirst = false) {
      if (!isFirst) this.#expect(',');
      addItem(list, this.#readValue(depth + 1));
      this.#skipBlanks();
    }
    this.#expect(']');
    return list;
  }

  #peek(): string | undefined {
    this.#skipBlanks();
    return this.#source.text[this.#offset];
  }

  #expect(character: string): void {
    this.#skipBlanks();
    if (this.#source.text[this.#offset] !== character) this.#refuse(character);
    this.#offset += 1;
    this.#skipBlanks();
  }

  #skipBlanks(): void {
    this.#take(blanks);
  }

  #take(token: RegExp): string | undefined {
    token.lastIndex = this.#offset;
    const match = token.exec(this.#source.text)?.[0];
    if (match !== undefined) this.#offset += match.length;
    return match;
  }

  #refuse(wanted: string): never {
    const rest = this.#source.text.slice(this.#offset, this.#offset + 20);
    return this.#source.refuse('syntax', this.#offset, { got: rest === '' ? 'the end of the file' : rest, wanted });
  }
}
