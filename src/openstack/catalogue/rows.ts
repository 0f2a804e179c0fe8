// The rows of a stored file of options, one on each line: found by halves and read one by one, because a region asks for few of a thousand.
import type { OptionRow } from './format';

const LINE_FEED = 10;

/** Rows in the order of sections and names. What was read is kept: the same row is the same object. */
export class OptionRows implements Iterable<OptionRow> {
  private readonly known = new Map<number, OptionRow>();
  private all: readonly OptionRow[] | undefined;

  /** `bytes` from `start` to `end` are lines of JSON arrays, a comma behind all but the last. */
  constructor(
    private readonly bytes: Buffer,
    private readonly start: number,
    private readonly end: number,
  ) {}

  /** The row of a section, by position, and an exact name. */
  find(section: number, name: string): OptionRow | undefined {
    let from = this.start;
    let to = this.end;
    while (from < to) {
      const at = this.lineAround((from + to) >> 1);
      const row = this.rowAt(at);
      if (row[0] === section && row[1] === name) return row;
      if (row[0] < section || (row[0] === section && row[1] < name)) from = this.endOf(at) + 1;
      else to = at;
    }
    return undefined;
  }

  [Symbol.iterator](): Iterator<OptionRow> {
    this.all ??= this.readAll();
    return this.all[Symbol.iterator]();
  }

  private readAll(): OptionRow[] {
    let at = this.start;
    return (JSON.parse(`[${this.bytes.toString('latin1', at, this.end)}]`) as OptionRow[]).map((row) => {
      const known = this.known.get(at) ?? row;
      this.known.set(at, known);
      at = this.endOf(at) + 1;
      return known;
    });
  }

  private rowAt(at: number): OptionRow {
    let row = this.known.get(at);
    if (row === undefined) {
      row = JSON.parse(this.bytes.toString('latin1', at, this.endOf(at)).replace(/,$/, '')) as OptionRow;
      this.known.set(at, row);
    }
    return row;
  }

  /** Where the line begins that a byte is part of. */
  private lineAround(at: number): number {
    return Math.max(this.bytes.lastIndexOf(LINE_FEED, at - 1) + 1, this.start);
  }

  private endOf(at: number): number {
    const end = this.bytes.indexOf(LINE_FEED, at);
    return end < 0 || end > this.end ? this.end : end;
  }
}
