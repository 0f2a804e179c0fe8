// The only writer to disk: builds the whole new tree beside the old one, then swaps them.
import {
  closeSync,
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
import { IntentProblems, type Problem, problem } from '../problems';
import { MANIFEST, type Manifest, parseManifest, renderManifest, sha256 } from './manifest';

const FILE_MODE = 0o640;
const DIRECTORY_MODE = 0o750;

/** What a write did. */
export interface Written {
  readonly created: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** Files that somebody had edited since the last synth, and that were replaced. */
  readonly overwritten: readonly string[];
}

/**
 * Puts `files` and the manifest into `directory`, which then holds exactly them. Unchanged files keep their inode and time.
 * A killed run leaves the old tree or the new one. @throws IntentProblems when the directory is not ours, or cannot be written.
 */
export function writeTree(directory: string, files: ReadonlyMap<string, string>, manifest: Manifest): Written {
  const target = resolve(directory);
  const parent = dirname(target);
  const staging = join(parent, `.${basename(target)}.glacis-new-${process.pid}`);
  const retired = join(parent, `.${basename(target)}.glacis-old`);
  try {
    recoverInterrupted(target, retired);
    const current = inspectOutput(target);
    const written = compareTrees(current, manifest);
    if (isSame(written) && current.manifestText === renderManifest(manifest)) return written;
    makeDirectory(parent);
    rmSync(staging, { recursive: true, force: true });
    stage(staging, target, current, files, manifest);
    if (current.exists) renameSync(target, retired);
    renameSync(staging, target);
    rmSync(retired, { recursive: true, force: true });
    return written;
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    if (error instanceof IntentProblems) throw error;
    throw new IntentProblems([
      problem(
        'output-failed',
        { file: directory },
        { got: (error as Error).message, wanted: 'a directory that can be written' },
      ),
    ]);
  }
}

/** What `directory` would need to become `manifest`. Writes nothing. @throws IntentProblems as `writeTree`. */
export function compareOutput(directory: string, manifest: Manifest): Written {
  return compareTrees(inspectOutput(resolve(directory)), manifest);
}

/** True when nothing differs. */
export function isSame(written: Written): boolean {
  return written.created.length + written.changed.length + written.removed.length === 0;
}

interface Current {
  readonly exists: boolean;
  /** Path to digest of what lies there now. */
  readonly digests: ReadonlyMap<string, string>;
  readonly manifest: Manifest | undefined;
  readonly manifestText: string;
}

/** A run that died between the two renames left the old tree under its retired name: put it back. */
function recoverInterrupted(target: string, retired: string): void {
  if (!exists(retired)) return;
  if (exists(target)) rmSync(retired, { recursive: true, force: true });
  else renameSync(retired, target);
}

function inspectOutput(target: string): Current {
  const nothing = { exists: false, digests: new Map(), manifest: undefined, manifestText: '' };
  if (!exists(target)) return nothing;
  const stat = lstatSync(target);
  if (stat.isSymbolicLink()) throw blocked(target, 'a symbolic link');
  if (!stat.isDirectory()) throw blocked(target, 'a file');
  const paths = listFiles(target);
  if (paths.length === 0) return { ...nothing, exists: true };
  const manifestText = paths.includes(MANIFEST) ? readFileSync(join(target, MANIFEST), 'utf8') : '';
  const manifest = parseManifest(manifestText);
  if (!manifest) throw blocked(target, `files without a ${MANIFEST} of Glacis`);
  const foreign = paths.filter((path) => path !== MANIFEST && !Object.hasOwn(manifest.files, path));
  if (foreign.length > 0) {
    throw new IntentProblems(
      foreign.slice(0, 20).map((path) => blockedProblem(join(target, path), 'a file Glacis did not write')),
    );
  }
  const digests = new Map(paths.filter((p) => p !== MANIFEST).map((p) => [p, digestFile(join(target, p))]));
  return { exists: true, digests, manifest, manifestText };
}

/** A file whose mode was loosened counts as changed: it is written anew. */
function digestFile(path: string): string {
  const digest = sha256(readFileSync(path));
  return (lstatSync(path).mode & 0o777) === FILE_MODE ? digest : `${digest} with another mode`;
}

function compareTrees(current: Current, manifest: Manifest): Written {
  const wanted = Object.entries(manifest.files);
  const changed = wanted
    .filter(([p, digest]) => current.digests.has(p) && current.digests.get(p) !== digest)
    .map(([p]) => p);
  return {
    created: wanted.filter(([p]) => !current.digests.has(p)).map(([p]) => p),
    changed,
    removed: [...current.digests.keys()].filter((p) => !Object.hasOwn(manifest.files, p)).sort(),
    overwritten: changed.filter((p) => current.manifest?.files[p] !== current.digests.get(p)),
  };
}

function stage(
  staging: string,
  target: string,
  current: Current,
  files: ReadonlyMap<string, string>,
  manifest: Manifest,
): void {
  mkdirSync(staging, { recursive: true, mode: DIRECTORY_MODE });
  const made = new Set<string>();
  for (const [path, text] of files) {
    const to = join(staging, path);
    if (!made.has(dirname(to))) {
      mkdirSync(dirname(to), { recursive: true, mode: DIRECTORY_MODE });
      made.add(dirname(to));
    }
    if (current.digests.get(path) === manifest.files[path]) linkSync(join(target, path), to);
    else writeFile(to, text);
  }
  writeFile(join(staging, MANIFEST), renderManifest(manifest));
}

/** Parents first. Node's own recursive mkdir never returns where the kernel answers ENOENT, as below /proc. */
function makeDirectory(path: string): void {
  if (exists(path)) return;
  makeDirectory(dirname(path));
  mkdirSync(path, { mode: DIRECTORY_MODE });
}

function writeFile(path: string, text: string): void {
  const descriptor = openSync(path, 'wx', FILE_MODE);
  try {
    const bytes = Buffer.from(text);
    for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
  } finally {
    closeSync(descriptor);
  }
}

function listFiles(root: string): string[] {
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

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function blocked(path: string, got: string): IntentProblems {
  return new IntentProblems([blockedProblem(path, got)]);
}

function blockedProblem(path: string, got: string): Problem {
  return problem(
    'output-blocked',
    { file: path },
    { got, wanted: 'a new or empty directory, or one that Glacis wrote' },
  );
}
