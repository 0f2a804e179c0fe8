// audit --fix: writes the smallest edits into a copy or in place, after every one of them was judged.
import type { Cloud } from '../checks/cloud/cloud';
import { type FixedTree, fixTree } from '../checks/fix-tree';
import { type FileEdit, writeEditedCopy, writeEditsInPlace } from '../output/write-edits';

/** Where the fixed tree goes. */
export type FixDestination = { readonly kind: 'copy'; readonly out: string } | { readonly kind: 'in-place' };

/** What was fixed, where it was written, and the backups, relative to nothing: as the user may type them. */
export type WrittenFixes = FixedTree & { readonly writtenTo: string; readonly backups: readonly string[] };

/**
 * Fixes what can be fixed. `prefix`: `glance/` when the directory is /etc/glance itself.
 * @throws IntentProblems when a fix does not hold or a file cannot be written: nothing is changed then.
 */
export function fixDirectory(cloud: Cloud, directory: string, prefix: string, to: FixDestination): WrittenFixes {
  const fixed = fixTree(cloud);
  const edits = fixed.changedFiles
    .filter((file) => file.startsWith(prefix))
    .map(
      (file): FileEdit => ({
        path: file.slice(prefix.length),
        before: cloud.files.get(file),
        after: fixed.cloud.files.get(file) ?? '',
      }),
    );
  if (to.kind === 'copy') {
    writeEditedCopy(directory, to.out, edits);
    return { ...fixed, writtenTo: to.out, backups: [] };
  }
  return { ...fixed, writtenTo: directory, backups: writeEditsInPlace(directory, edits) };
}
