// Did you mean: the known word that is nearest to a misspelled one.

/**
 * The nearest of `known`, or null when none is near: at most a third of the letters may differ, case aside. Without such a word the only
 * one that begins or ends with `word`: kolla is kolla-ansible, helm openstack-helm.
 */
export function findNearest(word: string, known: readonly string[]): string | null {
  if (word.length > 64) return null;
  const wanted = fold(word);
  let best: string | null = null;
  let bestDistance = Math.floor(Math.max(wanted.length, 3) / 3) + 1;
  for (const candidate of known) {
    const distance = countEdits(wanted, fold(candidate), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best ?? findOnlyLonger(wanted, known);
}

function findOnlyLonger(wanted: string, known: readonly string[]): string | null {
  if (wanted.length < 3) return null;
  const longer = known.filter((candidate) => fold(candidate).startsWith(wanted) || fold(candidate).endsWith(wanted));
  return longer.length === 1 ? (longer[0] ?? null) : null;
}

/** OpenStack's own spelling (`allowed_hosts`) and the intent's (`allowedHosts`) count as the same word. */
function fold(word: string): string {
  return word.toLowerCase().replace(/[-_ ]/g, '');
}

/** Edits (insert, drop, change, swap neighbours) between two words; `limit` or more is not counted on. */
function countEdits(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1;
      let edits = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + cost);
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (isSwap) edits = Math.min(edits, (beforeLast[column - 2] ?? 0) + 1);
      current.push(edits);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? limit;
}
