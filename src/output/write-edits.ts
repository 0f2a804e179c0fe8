// Writes a few changed files into somebody's tree: in place with a backup of each, or into a whole copy. All of them or none.
import {
  chmodSync,
  chownSync,
  closeSync,
  cpSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { IntentProblems, problem } from '../problems';

/** The path in the tree, the text it had (undefined: it is new) and the text it gets. */
export interface FileEdit {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string;
}

/**
 * Replaces files of `directory`; each old one stays beside the new one as `.NAME.orig` (`.NAME.orig.2` when that exists). The name
 * begins with a dot because a policy directory reads every other name. Mode and owner are kept. Answers with the backups' paths.
 * @throws IntentProblems when a file changed meanwhile or cannot be written: then everything is as it was.
 */
export function writeEditsInPlace(directory: string, edits: readonly FileEdit[]): string[] {
  const undo: (() => void)[] = [];
  const backups: string[] = [];
  try {
    const staged = edits.map((edit) => {
      const target = join(directory, edit.path);
      confirmUnchanged(target, edit);
      undo.push(...makeDirectories(dirname(target)));
      const staging = join(dirname(target), `.${basename(target)}.glacis-new-${process.pid}`);
      undo.push(() => rmSync(staging, { force: true }));
      writeLike(staging, edit.after, edit.before === undefined ? undefined : target);
      return { edit, target, staging };
    });
    for (const { edit, target } of staged) {
      if (edit.before === undefined) continue;
      const backup = findFreeName(join(dirname(target), `.${basename(target)}.orig`));
      linkSync(target, backup);
      undo.push(() => rmSync(backup, { force: true }));
      backups.push(backup);
    }
    let kept = 0;
    for (const { edit, target, staging } of staged) {
      const backup = edit.before === undefined ? undefined : backups[kept++];
      renameSync(staging, target);
      undo.push(() => (backup === undefined ? rmSync(target, { force: true }) : restore(backup, target)));
    }
    return backups;
  } catch (error) {
    for (const step of undo.reverse()) step();
    throw describeFailure(directory, error);
  }
}

/**
 * Copies `directory` to `out`, which must not exist or be empty, with the edits in it.
 * @throws IntentProblems when it cannot: then `out` is as it was.
 */
export function writeEditedCopy(directory: string, out: string, edits: readonly FileEdit[]): void {
  const target = resolve(out);
  const staging = join(dirname(target), `.${basename(target)}.glacis-new-${process.pid}`);
  const stat = lstatSync(target, { throwIfNoEntry: false });
  if (stat !== undefined && (!stat.isDirectory() || readdirSync(target).length > 0)) {
    const facts = { got: 'something that is there already', wanted: 'a new or empty directory' };
    throw new IntentProblems([problem('output-blocked', { file: out }, facts)]);
  }
  if (`${target}/`.startsWith(`${resolve(directory)}/`)) {
    const facts = { got: 'a directory inside the tree that is copied', wanted: 'a directory outside of it' };
    throw new IntentProblems([problem('output-blocked', { file: out }, facts)]);
  }
  try {
    mkdirSync(dirname(target), { recursive: true });
    cpSync(directory, staging, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
    for (const edit of edits) {
      const path = join(staging, edit.path);
      mkdirSync(dirname(path), { recursive: true });
      const origin = join(directory, edit.path);
      confirmUnchanged(origin, edit);
      rmSync(path, { force: true });
      writeLike(path, edit.after, edit.before === undefined ? undefined : origin);
    }
    renameSync(staging, target);
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    throw describeFailure(out, error);
  }
}

/** A file that was read with replacement characters, or that somebody saved meanwhile, is not written over. */
function confirmUnchanged(target: string, { path, before }: FileEdit): void {
  const stat = lstatSync(target, { throwIfNoEntry: false });
  if (before === undefined ? stat === undefined : stat?.isFile() && readFileSync(target).equals(Buffer.from(before)))
    return;
  const got = stat?.isSymbolicLink() ? 'a symbolic link' : 'other bytes than were judged';
  const facts = { got, wanted: 'the file as it was read, in UTF-8', fix: 'run again, or edit this file by hand' };
  throw new IntentProblems([problem('output-blocked', { file: path }, facts)]);
}

function makeDirectories(directory: string): (() => void)[] {
  const first = mkdirSync(directory, { recursive: true });
  return first === undefined ? [] : [() => rmSync(first, { recursive: true, force: true })];
}

function writeLike(path: string, text: string, model: string | undefined): void {
  const descriptor = openSync(path, 'wx', 0o640);
  try {
    const bytes = Buffer.from(text);
    for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  const stat = lstatSync(model ?? dirname(path));
  const own = lstatSync(path);
  if (stat.uid !== own.uid || stat.gid !== own.gid) chownSync(path, stat.uid, stat.gid);
  chmodSync(path, model === undefined ? 0o640 : stat.mode & 0o7777);
}

function restore(backup: string, target: string): void {
  const again = `${backup}.again`;
  linkSync(backup, again);
  renameSync(again, target);
}

function findFreeName(path: string): string {
  let name = path;
  for (let count = 2; lstatSync(name, { throwIfNoEntry: false }) !== undefined; count += 1) name = `${path}.${count}`;
  return name;
}

function describeFailure(file: string, error: unknown): unknown {
  if (error instanceof IntentProblems) return error;
  const facts = { got: (error as Error).message, wanted: 'a directory that can be written' };
  return new IntentProblems([problem('output-failed', { file }, facts)]);
}
