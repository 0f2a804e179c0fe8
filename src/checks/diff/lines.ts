// Which lines of a text file were removed and added: the longest common run of lines stays.
import { alignTexts } from './hunks';

/** One line that differs. `line` counts from 1, in the file that has the line. */
export interface ChangedLine {
  readonly line: number;
  /** Null: the line is new. */
  readonly before: string | null;
  /** Null: the line is gone. */
  readonly after: string | null;
}

/** Differences in order. `isTelling` false: a line that means nothing to its reader (a comment) is left out on both sides. */
export function compareLines(
  before: string,
  after: string,
  isTelling: (line: string) => boolean = () => true,
): ChangedLine[] {
  const old = listLines(before, isTelling);
  const now = listLines(after, isTelling);
  const { hunks } = alignTexts(
    old.map(({ text }) => text),
    now.map(({ text }) => text),
  );
  return hunks.flatMap(({ from, to, removed, inserted }) =>
    pairLines(old.slice(from, from + removed.length), now.slice(to, to + inserted.length)),
  );
}

interface NumberedLine {
  readonly text: string;
  readonly line: number;
}

function listLines(text: string, isTelling: (line: string) => boolean): NumberedLine[] {
  const lines = text.split(/\r\n|\r|\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line, index) => ({ text: line, line: index + 1 })).filter(({ text: line }) => isTelling(line));
}

/** A removed line and the added one beside it are one change. */
function pairLines(removed: readonly NumberedLine[], added: readonly NumberedLine[]): ChangedLine[] {
  return Array.from({ length: Math.max(removed.length, added.length) }, (_, index) => ({
    line: (added[index] ?? removed[index])?.line ?? 1,
    before: removed[index]?.text ?? null,
    after: added[index]?.text ?? null,
  }));
}
