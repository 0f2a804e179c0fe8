// The directory beside the output in which a new tree grows, and those that killed runs left there.
import {
  constants,
  copyFileSync,
  linkSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { hasEntry, walkFiles } from './current-tree';

const DIRECTORY_MODE = 0o750;

/** Staging directories of runs that are dead. Where the parent cannot be listed nobody knows of any. */
export function listInterrupted(staging: string): string[] {
  const parent = dirname(staging);
  const prefix = basename(staging).replace(/\d+$/, '');
  const isDead = (name: string): boolean => {
    const pid = name.startsWith(prefix) ? name.slice(prefix.length) : '';
    return /^\d+$/.test(pid) && (Number(pid) === process.pid || !isAlive(Number(pid)));
  };
  try {
    return readdirSync(parent)
      .filter(isDead)
      .map((name) => join(parent, name));
  } catch {
    return [];
  }
}

/** Takes over the staging directory of a run that is dead, and lists what is in it. Further ones are removed. */
export function adoptInterrupted(staging: string): Set<string> {
  for (const left of listInterrupted(staging)) {
    if (left === staging) continue;
    if (hasEntry(staging)) rmSync(left, { recursive: true, force: true });
    else renameSync(left, staging);
  }
  if (!hasEntry(staging)) return new Set();
  try {
    return new Set(walkFiles(staging));
  } catch {
    rmSync(staging, { recursive: true, force: true });
    return new Set();
  }
}

/** Some file systems have no hard links, and the kernel may refuse one to a file of another user. */
export function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EMLINK'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    const { atime, mtime } = statSync(from);
    copyFileSync(from, to, constants.COPYFILE_EXCL);
    utimesSync(to, atime, mtime);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Asking first would cost a call for each directory of a fleet; hardly one is there before. */
export function makeDirectory(path: string): void {
  try {
    mkdirSync(path, DIRECTORY_MODE);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Parents first; answers with the topmost that was made. Node's own recursive mkdir never returns where the kernel says ENOENT, as below /proc. */
export function makeDirectories(path: string): string | undefined {
  if (hasEntry(path)) return undefined;
  const topmost = makeDirectories(dirname(path));
  mkdirSync(path, { mode: DIRECTORY_MODE });
  return topmost ?? path;
}
