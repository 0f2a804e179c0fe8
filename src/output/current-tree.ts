// What lies in an output directory now, and whether it is ours to replace.
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { IntentProblems, type Problem, problem } from '../problems';
import type { DigestTable } from './digest-table';
import { MANIFEST } from './manifest';
import { PathTable, type See } from './path-table';
import { readKnownFiles } from './read-manifest';

/** More blocked paths than these are not told one by one. */
const MAX_TOLD = 20;

/** An output directory as it was found: its files but the manifest, of which a new tree takes those that it has too. */
export class CurrentTree {
  private readonly taken: Uint8Array;

  /** `digests`: what the manifest says; undefined without one. `manifestDigest`: SHA-256 of its bytes; `manifestStamp`: of `stampManifest`; both empty without one. */
  constructor(
    readonly exists: boolean,
    private readonly paths: PathTable,
    readonly digests?: DigestTable,
    readonly manifestDigest = '',
    readonly manifestStamp = '',
  ) {
    this.taken = new Uint8Array(paths.size);
  }

  /** True when the file is there. */
  has(path: string): boolean {
    return this.paths.find(path) !== undefined;
  }

  /** True when the file is there and was not taken before. */
  take(path: string): boolean {
    const number = this.paths.find(path);
    if (number === undefined || this.taken[number] === 1) return false;
    this.taken[number] = 1;
    return true;
  }

  /** Visits every file, sorted. */
  visit(see: See<unknown>): void {
    this.paths.visit(see);
  }

  /** Every file that was not taken, sorted. */
  left(): string[] {
    const left: string[] = [];
    this.paths.visit((path, number) => {
      if (this.taken[number] === 0) left.push(path);
    });
    return left;
  }
}

/** Looks at an output directory. @throws IntentProblems when it holds anything that Glacis did not write. */
export function inspectOutput(target: string): CurrentTree {
  const paths = new PathTable();
  if (!hasEntry(target)) return new CurrentTree(false, paths);
  const stat = lstatSync(target);
  if (stat.isSymbolicLink()) throw blocked(target, 'a symbolic link');
  if (!stat.isDirectory()) throw blocked(target, 'a file');
  const manifest = join(target, MANIFEST);
  const stamp = stampManifest(target);
  const known = lstatSync(manifest, { throwIfNoEntry: false })?.isFile() ? readKnownFiles(manifest) : undefined;
  const foreign: string[] = [];
  for (const path of walkFiles(target)) {
    if (known === undefined) throw blocked(target, `files without a ${MANIFEST} of Glacis`);
    if (known.digests.has(path)) paths.add(path);
    else if (path !== MANIFEST) foreign.push(path);
    if (foreign.length === MAX_TOLD) break;
  }
  if (foreign.length > 0) {
    throw new IntentProblems(foreign.map((path) => blockedProblem(join(target, path), 'a file Glacis did not write')));
  }
  return new CurrentTree(true, paths, known?.digests, known?.manifestDigest, stamp);
}

/** @throws IntentProblems when a further run has replaced what was `found`: its files would be lost, or mixed with ours. */
export function refuseOtherRun(target: string, found: CurrentTree): void {
  if (stampManifest(target) === found.manifestStamp) return;
  const why = 'what that run wrote would be lost';
  const facts = { got: 'a tree that another run wrote meanwhile', wanted: 'one run at a time', why, fix: 'run again' };
  throw new IntentProblems([problem('output-failed', { file: target }, facts)]);
}

/** Tells the tree that lies there from any that takes its place: each run writes its manifest anew. Empty without one. */
function stampManifest(target: string): string {
  const stat = lstatSync(join(target, MANIFEST), { throwIfNoEntry: false, bigint: true });
  return stat === undefined ? '' : `${stat.ino} ${stat.mtimeNs}`;
}

/** Paths of every file below a directory, sorted. @throws IntentProblems for anything but files and directories. */
export function* walkFiles(root: string, prefix = ''): Generator<string> {
  const entries = readdirSync(join(root, prefix), { withFileTypes: true }).map((entry) => {
    const isDirectory = entry.isDirectory();
    if (!isDirectory && !entry.isFile()) {
      throw blocked(join(root, prefix, entry.name), 'neither a file nor a directory');
    }
    return isDirectory ? `${prefix}${entry.name}/` : `${prefix}${entry.name}`;
  });
  for (const path of entries.sort()) {
    if (path.endsWith('/')) yield* walkFiles(root, path);
    else yield path;
  }
}

/** True when anything has this name, a dangling link included. */
export function hasEntry(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** True for a directory itself, no link to one. */
export function isDirectory(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** The problem of a place that is not ours to write. */
export function blocked(path: string, got: string): IntentProblems {
  return new IntentProblems([blockedProblem(path, got)]);
}

function blockedProblem(path: string, got: string): Problem {
  const wanted = 'a new or empty directory, or one that Glacis wrote';
  return problem('output-blocked', { file: path }, { got, wanted });
}
