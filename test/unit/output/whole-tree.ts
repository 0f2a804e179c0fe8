// A tree that is whole in memory, written by the same draft that fleets add their regions to.
import type { Manifest } from '../../../src/output/manifest';
import { TreeDraft, type Written } from '../../../src/output/tree-draft';

/** Puts `files` and the manifest into `directory`, which then holds exactly them. */
export function writeTree(directory: string, files: ReadonlyMap<string, string>, manifest: Manifest): Written {
  return draftTree(new TreeDraft(directory), files, manifest);
}

/** What `directory` would need to become `files`. Writes nothing. */
export function compareOutput(directory: string, files: ReadonlyMap<string, string>, manifest: Manifest): Written {
  return draftTree(new TreeDraft(directory, true), files, manifest);
}

function draftTree(draft: TreeDraft, files: ReadonlyMap<string, string>, manifest: Manifest): Written {
  for (const [path, text] of files) draft.add(path, text, manifest.files[path]);
  return draft.finish(manifest);
}
