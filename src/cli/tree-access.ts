// Owners and modes of a tree on disk, where they are those of a host.
import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AccessTable, FileAccess } from '../checks/diff/access';
import type { FileTree } from '../documents/types';

/**
 * Of the judged files and the directories they lie in. Undefined for a checkout or a copy that kept none: one user, who is not root or has a
 * git work tree there, owns every file, and everybody may read all of them. @param prefix what `files` have before the paths below `directory`
 */
export function readTreeAccess(directory: string, files: FileTree, prefix: string): AccessTable | undefined {
  const table = new Map<string, FileAccess>();
  for (const file of files.keys()) {
    for (let end = file.length; end > prefix.length; end = file.lastIndexOf('/', end - 1)) {
      const path = file.slice(0, end);
      if (table.has(path)) break;
      const stat = statSync(join(directory, path.slice(prefix.length)), { throwIfNoEntry: false });
      if (stat === undefined) continue;
      const { uid, gid, mode } = stat;
      table.set(path, { uid, gid, mode: mode & 0o7777, isDirectory: stat.isDirectory() });
    }
  }
  const own = [...table.values()].filter(({ isDirectory }) => !isDirectory);
  const [first] = own;
  const isUniform = own.every(({ uid, gid, mode }) => uid === first?.uid && gid === first.gid && (mode & 4) !== 0);
  return isUniform && (first?.uid !== 0 || isInWorkTree(directory)) ? undefined : table;
}

function isInWorkTree(directory: string): boolean {
  for (let place = realpathSync(directory); ; place = dirname(place)) {
    if (existsSync(join(place, '.git'))) return true;
    if (place === dirname(place)) return false;
  }
}
