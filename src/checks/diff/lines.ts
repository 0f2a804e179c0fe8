// Which lines of a text file were removed and added: the longest common run of lines stays.

/** One line that differs. `line` counts from 1, in the file that has the line. */
export interface ChangedLine {
  readonly line: number;
  /** Null: the line is new. */
  readonly before: string | null;
  /** Null: the line is gone. */
  readonly after: string | null;
}

/** Products above this are not compared line by line: everything between the equal ends counts as replaced. */
const maxTableCells = 4_000_000;

/** Differences in order. `isTelling` false: a line that means nothing to its reader (a comment) is left out on both sides. */
export function compareLines(
  before: string,
  after: string,
  isTelling: (line: string) => boolean = () => true,
): ChangedLine[] {
  const old = listLines(before, isTelling);
  const now = listLines(after, isTelling);
  let start = 0;
  while (start < old.length && start < now.length && old[start]?.text === now[start]?.text) start += 1;
  let tail = 0;
  while (
    tail < old.length - start &&
    tail < now.length - start &&
    old[old.length - 1 - tail]?.text === now[now.length - 1 - tail]?.text
  )
    tail += 1;
  return alignLines(old.slice(start, old.length - tail), now.slice(start, now.length - tail));
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

function alignLines(old: readonly NumberedLine[], now: readonly NumberedLine[]): ChangedLine[] {
  if (old.length * now.length > maxTableCells) return pairLines(old, now);
  const width = now.length + 1;
  const common = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      const at = i * width + j;
      common[at] =
        old[i]?.text === now[j]?.text
          ? (common[at + width + 1] ?? 0) + 1
          : Math.max(common[at + width] ?? 0, common[at + 1] ?? 0);
    }
  }
  const changed: ChangedLine[] = [];
  let removed: NumberedLine[] = [];
  let added: NumberedLine[] = [];
  const flush = (): void => {
    changed.push(...pairLines(removed, added));
    removed = [];
    added = [];
  };
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    const [left, right] = [old[i], now[j]];
    if (left !== undefined && right !== undefined && left.text === right.text) {
      flush();
      i += 1;
      j += 1;
    } else if (
      right === undefined ||
      (left !== undefined && (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))
    ) {
      if (left !== undefined) removed.push(left);
      i += 1;
    } else {
      added.push(right);
      j += 1;
    }
  }
  flush();
  return changed;
}

/** A removed line and the added one beside it are one change. */
function pairLines(removed: readonly NumberedLine[], added: readonly NumberedLine[]): ChangedLine[] {
  return Array.from({ length: Math.max(removed.length, added.length) }, (_, index) => ({
    line: (added[index] ?? removed[index])?.line ?? 1,
    before: removed[index]?.text ?? null,
    after: added[index]?.text ?? null,
  }));
}
