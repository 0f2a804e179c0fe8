// Writes a tree that is whole in memory, or compares it with a directory. Fleets add region by region to a TreeDraft instead.
import type { Manifest } from './manifest';
import { TreeDraft, type Written } from './tree-draft';

/**
 * Puts `files` and the manifest into `directory`, which then holds exactly them. Unchanged files keep their inode and time.
 * A killed run leaves the old tree or the new one. @throws IntentProblems when the directory is not ours, or cannot be written.
 */
export function writeTree(directory: string, files: ReadonlyMap<string, string>, manifest: Manifest): Written {
  return draftTree(new TreeDraft(directory), files, manifest);
}

/** What `directory` would need to become `files`. Writes nothing. @throws IntentProblems as `writeTree`. */
export function compareOutput(directory: string, files: ReadonlyMap<string, string>, manifest: Manifest): Written {
  return draftTree(new TreeDraft(directory, true), files, manifest);
}

/** True when nothing differs. */
export function isSame(written: Written): boolean {
  return written.created.length + written.changed.length + written.removed.length === 0;
}

function draftTree(draft: TreeDraft, files: ReadonlyMap<string, string>, manifest: Manifest): Written {
  for (const [path, text] of files) draft.add(path, text, manifest.files[path]);
  return draft.finish(manifest);
}
