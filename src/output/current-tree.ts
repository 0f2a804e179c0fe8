// What lies in an output directory now, and whether it is ours to replace.
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntentProblems, type Problem, problem } from '../problems';
import { MANIFEST, type Manifest, parseManifest, sha256 } from './manifest';

/** More blocked paths than these are not told one by one. */
const MAX_TOLD = 20;

/** An output directory as it was found. */
export interface CurrentTree {
  readonly exists: boolean;
  /** Paths of all files but the manifest. */
  readonly paths: Set<string>;
  readonly manifest: Manifest | undefined;
  /** SHA-256 of the manifest's bytes; empty when there is none. */
  readonly manifestDigest: string;
}

/** Looks at an output directory. @throws IntentProblems when it holds anything that Glacis did not write. */
export function inspectOutput(target: string): CurrentTree {
  const nothing = { exists: false, paths: new Set<string>(), manifest: undefined, manifestDigest: '' };
  if (!hasEntry(target)) return nothing;
  const stat = lstatSync(target);
  if (stat.isSymbolicLink()) throw blocked(target, 'a symbolic link');
  if (!stat.isDirectory()) throw blocked(target, 'a file');
  const paths = new Set(listFiles(target));
  if (paths.size === 0) return { ...nothing, exists: true };
  const manifestText = paths.delete(MANIFEST) ? readFileSync(join(target, MANIFEST), 'utf8') : '';
  const manifest = parseManifest(manifestText);
  if (!manifest) throw blocked(target, `files without a ${MANIFEST} of Glacis`);
  const foreign = [...paths].filter((path) => !Object.hasOwn(manifest.files, path));
  if (foreign.length > 0) {
    const told = foreign.slice(0, MAX_TOLD);
    throw new IntentProblems(told.map((path) => blockedProblem(join(target, path), 'a file Glacis did not write')));
  }
  return { exists: true, paths, manifest, manifestDigest: sha256(manifestText) };
}

/** Paths of every file below a directory, sorted. @throws IntentProblems for anything but files and directories. */
export function listFiles(root: string): string[] {
  const found: string[] = [];
  const visit = (prefix: string): void => {
    for (const entry of readdirSync(join(root, prefix), { withFileTypes: true })) {
      const path = prefix ? `${prefix}/${entry.name}` : entry.name;
      if (entry.isDirectory()) visit(path);
      else if (entry.isFile()) found.push(path);
      else throw blocked(join(root, path), 'neither a file nor a directory');
    }
  };
  visit('');
  return found.sort();
}

/** True when anything has this name, a dangling link included. */
export function hasEntry(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function blocked(path: string, got: string): IntentProblems {
  return new IntentProblems([blockedProblem(path, got)]);
}

function blockedProblem(path: string, got: string): Problem {
  const wanted = 'a new or empty directory, or one that Glacis wrote';
  return problem('output-blocked', { file: path }, { got, wanted });
}
