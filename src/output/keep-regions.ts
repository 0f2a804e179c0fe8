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
  const { previous } = draft;
  if (previous === undefined) return [];
  const isFleet = previous.regions.every(({ name }) => name !== null);
  if (!isFleet || previous.glacis !== version) {
    draft.abandon();
    const got = isFleet ? `a tree that glacis ${previous.glacis} wrote` : 'a tree without regions';
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

/** Regions in the order of the intent; those that the intent no longer names come last, as they were. */
export function orderRegions(regions: readonly ManifestRegion[], order: readonly (string | null)[]): ManifestRegion[] {
  const ranks = new Map(order.map((name, rank) => [name, rank]));
  const rankOf = ({ name }: ManifestRegion): number => ranks.get(name) ?? order.length;
  return [...regions].sort((a, b) => rankOf(a) - rankOf(b));
}
