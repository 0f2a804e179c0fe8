// Names that were probably meant: the near misses of a name in one release.
import type { ReleaseName, Service } from '../types';
import { countEdits } from './count-edits';
import { listOptionNames } from './options';
import { listRules } from './rules';

/** At most `count` option names of the release that are nearest to `name`, the nearest first; dashes count as underscores. */
export function nearestNames(service: Service, name: string, release: ReleaseName, count = 3): string[] {
  return nearestOf(listOptionNames(service, release), name, count);
}

/** At most `count` policy rules of the release that are nearest to `name`. */
export function nearestRules(service: Service, name: string, release: ReleaseName, count = 3): string[] {
  return nearestOf(
    listRules(service, release).map((rule) => rule.name),
    name,
    count,
  );
}

function nearestOf(names: readonly string[], meant: string, count: number): string[] {
  if (meant.length > 200) return [];
  const folded = meant.toLowerCase().replaceAll('-', '_');
  const limit = Math.max(1, Math.min(4, Math.floor(folded.length / 4)));
  const near: [edits: number, name: string][] = [];
  const differs = compareLetters(folded);
  for (const name of new Set(names)) {
    if (Math.abs(name.length - folded.length) > limit) continue;
    const other = name.toLowerCase().replaceAll('-', '_');
    if (differs(other) > limit) continue;
    const edits = countEdits(folded, other, limit);
    if (edits <= limit) near.push([edits, name]);
  }
  near.sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1));
  return near.slice(0, count).map(([, name]) => name);
}

/** How many letters, wherever they stand, one text has and the other lacks: never more than the edits, and far cheaper to count. */
function compareLetters(text: string): (other: string) => number {
  const balance = new Int16Array(128);
  for (let at = 0; at < text.length; at += 1) balance[text.charCodeAt(at) & 127]! += 1;
  return (other) => {
    const left = balance.slice();
    for (let at = 0; at < other.length; at += 1) left[other.charCodeAt(at) & 127]! -= 1;
    let more = 0;
    let fewer = 0;
    for (const count of left) {
      if (count > 0) more += count;
      else fewer -= count;
    }
    return Math.max(more, fewer);
  };
}
