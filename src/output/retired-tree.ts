// What becomes of a tree when another one took its place: our files go, and what somebody else put between them moves over.
import { readdirSync, renameSync, rmdirSync, unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { blocked, hasEntry, isDirectory, walkFiles } from './current-tree';
import { MANIFEST } from './manifest';
import { PathTable, type See } from './path-table';
import { readKnownFiles } from './read-manifest';

/** Paths, sorted. */
interface Paths {
  visit(see: See<unknown>): void;
}

/** A run that died between the two renames left the old tree under its retired name: put it back, or put it away. */
export function recoverInterrupted(target: string, retired: string): void {
  if (!hasEntry(retired)) return;
  if (!hasEntry(target)) renameSync(retired, target);
  else putAway(retired, target, listOurs(retired));
}

/**
 * Removes the files of `ours` and the directories that they leave empty. All else was there before, or came while the new tree grew: it
 * moves to its place in the new one. The manifest goes last, so that a run that dies here is ended by the next. @throws Error when not all can go.
 */
export function putAway(retired: string, target: string, ours: Paths): void {
  let directory = '.';
  const leave = (next: string): void => {
    for (; directory !== '.' && !next.startsWith(`${directory}/`); directory = dirname(directory)) {
      ignore(['ENOTEMPTY', 'ENOENT'], () => rmdirSync(join(retired, directory)));
    }
  };
  ours.visit((path) => {
    leave(path);
    directory = dirname(path);
    ignore(['ENOENT'], () => unlinkSync(join(retired, path)));
  });
  leave('');
  // A further run that begins meanwhile does the same.
  ignore(['ENOENT'], () => moveRest(retired, target));
  ignore(['ENOENT'], () => unlinkSync(join(retired, MANIFEST)));
  ignore(['ENOENT'], () => rmdirSync(retired));
}

function moveRest(from: string, to: string): void {
  for (const name of readdirSync(from)) {
    if (name === MANIFEST) continue;
    const [old, place] = [join(from, name), join(to, name)];
    if (!hasEntry(place)) renameSync(old, place);
    else if (isDirectory(old) && isDirectory(place)) {
      moveRest(old, place);
      rmdirSync(old);
    }
  }
}

/** @throws IntentProblems when it holds files, and no manifest that says which of them are ours. */
function listOurs(retired: string): Paths {
  const manifest = join(retired, MANIFEST);
  const known = hasEntry(manifest) ? readKnownFiles(manifest) : undefined;
  if (known !== undefined) return known.digests;
  if (!walkFiles(retired).next().done) throw blocked(retired, `files without a ${MANIFEST} of Glacis`);
  return new PathTable();
}

function ignore(codes: readonly string[], step: () => void): void {
  try {
    step();
  } catch (error) {
    if (!codes.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
