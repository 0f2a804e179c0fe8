// What stays when only some regions of a fleet are written anew: the files of all others, as they lie on disk.
import { IntentProblems, problem } from '../problems';
import { MANIFEST, type ManifestRegion } from './manifest';
import type { TreeDraft } from './tree-draft';

/**
 * Keeps every file outside the directories of the regions `renewed`, and answers with the regions they belong to. Files edited by hand
 * stay edited, under the digest they had. @throws IntentProblems when another version of Glacis wrote them, or they belong to no fleet.
 */
export function keepOtherRegions(
  draft: TreeDraft,
  directory: string,
  renewed: ReadonlySet<string>,
  version: string,
): readonly ManifestRegion[] {
  if (!draft.hasPrevious) return [];
  const { previous } = draft;
  const isFleet = previous?.regions.every(({ name }) => name !== null);
  if (previous === undefined || !isFleet || previous.glacis !== version) {
    draft.abandon();
    const known = isFleet ? `a tree that glacis ${previous?.glacis} wrote` : 'a tree without regions';
    const got = previous === undefined ? 'a manifest that was edited' : known;
    const facts = {
      got,
      wanted: `a fleet that glacis ${version} wrote`,
      fix: 'synthesize all regions once, without --only',
    };
    throw new IntentProblems([problem('output-blocked', { file: `${directory}/${MANIFEST}` }, facts)]);
  }
  for (const [path, digest] of Object.entries(previous.files)) {
    if (!renewed.has(path.slice(0, path.indexOf('/')))) draft.keep(path, digest);
  }
  return previous.regions.filter(({ name }) => name !== null && !renewed.has(name));
}

/** In the order of the intent; what the intent no longer names comes last, as it was. */
export function orderByIntent<T>(
  regions: readonly T[],
  order: readonly (string | null)[],
  nameOf: (region: T) => string | null,
): T[] {
  const ranks = new Map(order.map((name, rank) => [name, rank]));
  const rankOf = (region: T): number => ranks.get(nameOf(region)) ?? order.length;
  return [...regions].sort((a, b) => rankOf(a) - rankOf(b));
}
