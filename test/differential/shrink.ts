// Makes a case that differs as small as it gets: pieces are left out while the difference stays.

/** Keys whose text says what kind of thing a value is: shorter, it would be no case at all. */
const fixedKeys = new Set(['kind', 'ask', 'service', 'section', 'name']);

/** Every value that comes of `value` by leaving out one piece of one text or list, large pieces first. */
export function listSmaller<T>(value: T): T[] {
  return [...smaller(value)] as T[];
}

/**
 * Shrinks greedily: of all smaller cases the first that still differs is taken, until none does.
 *
 * @param differs answers for many cases at once, since each question costs a round trip. Default: at most 60 rounds.
 * @param list every case a step smaller, largest steps first. Default: any piece of any text or list left out.
 */
export async function shrink<T>(
  found: T,
  differs: (cases: readonly T[]) => Promise<readonly boolean[]>,
  rounds = 60,
  list: (value: T) => readonly T[] = listSmaller,
): Promise<T> {
  let smallest = found;
  for (let round = 0; round < rounds; round += 1) {
    const candidates = list(smallest).slice(0, 400);
    if (candidates.length === 0) return smallest;
    const next = candidates[(await differs(candidates)).indexOf(true)];
    if (next === undefined) return smallest;
    smallest = next;
  }
  return smallest;
}

function* smaller(value: unknown): Generator<unknown> {
  if (typeof value === 'string') {
    const characters = [...value];
    for (const [start, end] of pieces(characters.length)) {
      yield [...characters.slice(0, start), ...characters.slice(end)].join('');
    }
  } else if (Array.isArray(value)) {
    for (const [start, end] of pieces(value.length)) yield [...value.slice(0, start), ...value.slice(end)];
    for (const [at, item] of value.entries()) {
      for (const less of smaller(item)) yield value.map((each, index) => (index === at ? less : each));
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (fixedKeys.has(key)) continue;
      for (const less of smaller(item)) yield { ...value, [key]: less };
    }
  }
}

/** Halves, quarters and so on down to single places, as [start, end). */
function* pieces(length: number): Generator<readonly [number, number]> {
  for (let size = length; size >= 1; size = Math.floor(size / 2)) {
    for (let start = 0; start < length; start += size) yield [start, Math.min(length, start + size)];
  }
}
