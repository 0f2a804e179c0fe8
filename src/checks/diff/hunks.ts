// Which items of a list go and which come in their place: the longest common run stays.

/** One change. `from`, `to`: items before it in the old and the new list. */
export interface Hunk {
  readonly from: number;
  readonly to: number;
  readonly removed: readonly string[];
  readonly inserted: readonly string[];
}

/** The changes in order. */
export interface Alignment {
  readonly hunks: readonly Hunk[];
  /** False: too much lies between the equal ends, and counts as replaced without being compared. */
  readonly isExact: boolean;
}

/** Middles whose product of lengths is above this are not compared: time and memory grow with it. */
const maxCells = 4_000_000;

/** Aligns two lists of texts. */
export function alignTexts(old: readonly string[], now: readonly string[]): Alignment {
  const most = Math.min(old.length, now.length);
  let start = 0;
  while (start < most && old[start] === now[start]) start += 1;
  let tail = 0;
  while (tail < most - start && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  const [left, right] = [old.slice(start, old.length - tail), now.slice(start, now.length - tail)];
  if (left.length * right.length > maxCells) {
    return { hunks: [{ from: start, to: start, removed: left, inserted: right }], isExact: false };
  }
  return { hunks: walk(left, right, start), isExact: true };
}

function walk(old: readonly string[], now: readonly string[], start: number): Hunk[] {
  const longest = measureCommon(old, now);
  const hunks: Hunk[] = [];
  let [i, j] = [0, 0];
  let [from, to] = [0, 0];
  const close = (): void => {
    const [removed, inserted] = [old.slice(from, i), now.slice(to, j)];
    if (removed.length + inserted.length > 0) hunks.push({ from: start + from, to: start + to, removed, inserted });
  };
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      close();
      [i, j] = [i + 1, j + 1];
      [from, to] = [i, j];
    } else if (j >= now.length || (i < old.length && longest(i + 1, j) >= longest(i, j + 1))) i += 1;
    else j += 1;
  }
  close();
  return hunks;
}

/** How many items the rests behind `i` and `j` have in common, in order. */
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
