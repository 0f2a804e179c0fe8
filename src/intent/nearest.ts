// Did you mean: the known word that is nearest to a misspelled one.
import { countEdits } from '../openstack/catalogue/count-edits';

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
    const distance = countEdits(wanted, fold(candidate), bestDistance - 1);
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
