// The text of an intent file: turns an offset into a line and a column, for problems.
import { IntentProblems, type Place, type ProblemCode, problem } from '../problems';

/** What a problem says, beside its code and its place. */
export interface ProblemFacts {
  readonly got: string;
  readonly wanted: string;
  readonly why?: string;
  readonly fix?: string;
}

/** One file that was read. Lines end at LF, CRLF or a lone CR; columns count UTF-16 units, as editors do. */
export class SourceText {
  readonly file: string;
  readonly text: string;
  #lineStarts: number[] | undefined;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
  }

  /** The place of an offset, both numbers from 1. */
  placeAt(offset: number, pointer?: string): Place {
    this.#lineStarts ??= findLineStarts(this.text);
    const starts = this.#lineStarts;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const place = { file: this.file, line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
    return pointer === undefined ? place : { ...place, pointer };
  }

  /** Stops reading: nothing behind this offset can be understood. */
  refuse(code: ProblemCode, offset: number, facts: ProblemFacts): never {
    throw new IntentProblems([problem(code, this.placeAt(offset), facts)]);
  }
}

function findLineStarts(text: string): number[] {
  const starts = [0];
  const breaks = /\r\n|\n|\r/g;
  while (breaks.exec(text) !== null) starts.push(breaks.lastIndex);
  return starts;
}
