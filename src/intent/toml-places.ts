// Overhears the parser of @iarna/toml: remembers where every key and value starts, which its result does not tell.
import type { SourceText } from './source-text';

type Table = Record<string, unknown>;

/** Where a key and its value start. */
export interface Written {
  readonly keyAt: number;
  readonly at: number;
}

/** For each table and array of the result: what was written where. */
export type TomlPlaces = Map<object, Map<string, Written>>;

interface Assignment {
  readonly key: readonly string[];
  readonly value: unknown;
}

interface ParserState {
  readonly resultTable: unknown;
  readonly resultArr: unknown[] | null;
}

/** The parts of the parser class that Glacis relies on; 3.0.0 has them, and the tests of places notice a change. */
export interface TomlParser {
  /** Offset of the character that is being read. */
  readonly ii: number;
  readonly ctx: Table;
  readonly state: ParserState;
  readonly stack: readonly ParserState[];
  parse(text: string): void;
  finish(): Table;
  parseKeyword(): unknown;
  parseValue(): unknown;
  recordAssignKeyword(key: string): unknown;
  recordAssignValue(value: unknown): unknown;
  recordAssignStatement(assignment: Assignment): unknown;
  recordInlineTableValue(assignment: Assignment): unknown;
  recordInlineListValue(value: unknown): unknown;
  parseTableMore(keyword: string): unknown;
  parseListMore(keyword: string): unknown;
}

interface Starts {
  readonly keyAts: number[];
  valueAt: number;
}

/** The parser class with its record steps overheard; `places` is filled while it parses. */
export function watchTomlParser(
  Parser: new () => TomlParser,
  places: TomlPlaces,
  source: SourceText,
): new () => TomlParser {
  return class extends Parser {
    readonly #starts = new WeakMap<ParserState, Starts>();
    #assigned: Starts = { keyAts: [], valueAt: 0 };
    #keyAt = 0;

    override parseKeyword(): unknown {
      this.#keyAt = this.ii;
      this.#startsOf(this.stack.at(-1))?.keyAts.push(this.ii);
      return super.parseKeyword();
    }

    override parseValue(): unknown {
      const starts = this.#startsOf(this.stack.at(-1));
      if (starts) starts.valueAt = this.ii;
      return super.parseValue();
    }

    override recordAssignKeyword(key: string): unknown {
      refuseInherited(key, this.#keyAt, source);
      return super.recordAssignKeyword(key);
    }

    override recordAssignValue(value: unknown): unknown {
      this.#assigned = this.#startsOf(this.state) ?? this.#assigned;
      return super.recordAssignValue(value);
    }

    override recordAssignStatement(assignment: Assignment): unknown {
      return this.#recordAssignment(this.ctx, assignment, () => super.recordAssignStatement(assignment));
    }

    override recordInlineTableValue(assignment: Assignment): unknown {
      const table = this.state.resultTable;
      return this.#recordAssignment(table, assignment, () => super.recordInlineTableValue(assignment));
    }

    override recordInlineListValue(value: unknown): unknown {
      const { state } = this;
      const at = this.#startsOf(state)?.valueAt ?? 0;
      const step = super.recordInlineListValue(value);
      if (state.resultArr) note(places, state.resultArr, state.resultArr.length - 1, { keyAt: at, at });
      return step;
    }

    override parseTableMore(keyword: string): unknown {
      refuseInherited(keyword, this.#keyAt, source);
      const container = this.ctx;
      const step = super.parseTableMore(keyword);
      if (this.ctx !== container) note(places, container, keyword, { keyAt: this.#keyAt, at: this.#keyAt });
      return step;
    }

    override parseListMore(keyword: string): unknown {
      refuseInherited(keyword, this.#keyAt, source);
      const container = this.ctx;
      const step = super.parseListMore(keyword);
      if (this.ctx === container) return step;
      const written = { keyAt: this.#keyAt, at: this.#keyAt };
      note(places, container, keyword, written);
      const list = container[keyword];
      if (Array.isArray(list)) note(places, list, list.length - 1, written);
      return step;
    }

    #recordAssignment(target: unknown, assignment: Assignment, record: () => unknown): unknown {
      const keys = [...assignment.key];
      const { keyAts, valueAt } = this.#assigned;
      const step = record();
      let container = target;
      for (const [index, key] of keys.entries()) {
        const keyAt = keyAts[index] ?? valueAt;
        note(places, container, key, { keyAt, at: index === keys.length - 1 ? valueAt : keyAt });
        container = (container as Table)[key];
      }
      return step;
    }

    #startsOf(state: ParserState | undefined): Starts | undefined {
      if (state === undefined) return undefined;
      const known = this.#starts.get(state) ?? { keyAts: [], valueAt: 0 };
      this.#starts.set(state, known);
      return known;
    }
  };
}

function note(places: TomlPlaces, container: unknown, key: string | number, written: Written): void {
  if (typeof container !== 'object' || container === null) return;
  const known = places.get(container) ?? new Map<string, Written>();
  places.set(container, known);
  if (!known.has(String(key))) known.set(String(key), written);
}

/** The parser looks keys up on plain objects: `toString.call = 1` would overwrite a built-in function of this process. */
function refuseInherited(key: string, keyAt: number, source: SourceText): void {
  if (key in Object.prototype) source.refuse('unknown-key', keyAt, { got: key, wanted: 'a key of the intent' });
}
