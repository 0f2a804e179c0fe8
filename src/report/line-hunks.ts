// Which whole lines, ends included, of a text go and which come in their place.

/** One change. `from`, `to`: lines before it in the old and the new text. */
export interface Hunk {
  readonly from: number;
  readonly to: number;
  readonly removed: readonly string[];
  readonly inserted: readonly string[];
}

/** Larger middles are not compared: an edit that needs it is none of a line. */
const maxCells = 4_000_000;

/** Lines with their ends. */
export function listWholeLines(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

/** The hunks from `before` to `after`, in order; null when too much lies between the equal ends. */
export function listHunks(before: string, after: string): Hunk[] | null {
  const [old, now] = [listWholeLines(before), listWholeLines(after)];
  let start = 0;
  while (start < Math.min(old.length, now.length) && old[start] === now[start]) start += 1;
  let tail = 0;
  const most = Math.min(old.length, now.length) - start;
  while (tail < most && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  const [rows, columns] = [old.length - tail - start, now.length - tail - start];
  if (rows * columns > maxCells) return null;
  const longest = measureCommon(old.slice(start, start + rows), now.slice(start, start + columns));
  const hunks: Hunk[] = [];
  let [i, j] = [0, 0];
  let [from, to] = [0, 0];
  const close = (): void => {
    const [removed, inserted] = [old.slice(start + from, start + i), now.slice(start + to, start + j)];
    if (removed.length + inserted.length > 0) hunks.push({ from: start + from, to: start + to, removed, inserted });
  };
  while (i < rows || j < columns) {
    if (i < rows && j < columns && old[start + i] === now[start + j]) {
      close();
      [i, j] = [i + 1, j + 1];
      [from, to] = [i, j];
    } else if (j >= columns || (i < rows && longest(i + 1, j) >= longest(i, j + 1))) i += 1;
    else j += 1;
  }
  close();
  return hunks;
}

/** How many lines the rests behind `i` and `j` have in common, in order. */
function measureCommon(old: readonly string[], now: readonly string[]): (i: number, j: number) => number {
  const width = now.length + 1;
  const table = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      const at = i * width + j;
      table[at] =
        old[i] === now[j] ? (table[at + width + 1] ?? 0) + 1 : Math.max(table[at + width] ?? 0, table[at + 1] ?? 0);
    }
  }
  return (i, j) => table[i * width + j] ?? 0;
}
