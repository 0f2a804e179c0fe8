// A new output tree in the making, file by file: nothing is held in memory but digests, nothing shows until it is complete.
import { accessSync, constants, readdirSync, readFileSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { IntentProblems, problem } from '../problems';
import { sha256 } from '../sha256';
import { blocked, type CurrentTree, inspectOutput, isDirectory, refuseOtherRun } from './current-tree';
import { DigestTable } from './digest-table';
import { encodeText, type FoundFile, readBytes, writeNewFile } from './file-bytes';
import { MANIFEST, type Manifest, parseManifest } from './manifest';
import { putAway, recoverInterrupted } from './retired-tree';
import { adoptInterrupted, linkOrCopy, listInterrupted, makeDirectories, makeDirectory } from './staging-directory';
import { digestPieces, renderManifest, writePieces } from './write-manifest';

/** @internal Mode of every file written: configuration is for root and the service's group. */
export const FILE_MODE = 0o640;

/** What a write did: paths below the output directory. */
export interface Written {
  readonly created: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** Files that somebody had edited since the last synth, and that were replaced. */
  readonly overwritten: readonly string[];
}

/** @internal True when nothing differs. */
export function isSame(written: Written): boolean {
  return written.created.length + written.changed.length + written.removed.length === 0;
}

/** `overwritten`: changed, and somebody had edited it. */
type Fate = 'created' | 'changed' | 'overwritten';

/** @internal What a manifest says besides the files. */
export type ManifestHead = Omit<Manifest, 'files'>;

/**
 * @internal The next state of one output directory. `add` every file, then `finish`. While nothing differs nothing is written; from the first
 * difference on the whole tree grows beside the old one, unchanged files as hard links, so that they keep inode and time. A run
 * that was killed leaves its half-grown tree behind: the next run takes over every file of it that is right.
 * Every method throws IntentProblems when the directory is not ours or cannot be written; `abandon` then.
 */
export class TreeDraft {
  private readonly target: string;
  private readonly staging: string;
  private readonly retired: string;
  private readonly current: CurrentTree;
  private readonly digests = new DigestTable();
  /** What became of each file that did not stay as it was, by its number among the digests. */
  private readonly fates: (Fate | undefined)[] = [];
  /** The directory of the file before, with a slash at its end: the next file mostly shares it, or begins like it. */
  private latestParent = '';
  /** Files that a killed run left in the staging directory. */
  private leftovers = new Set<string>();
  private isStaging = false;
  private firstMadeParent: string | undefined;

  /** `isTrial`: compare only, never write. @throws IntentProblems when the directory is not ours. */
  constructor(
    private readonly directory: string,
    private readonly isTrial = false,
  ) {
    this.target = resolve(directory);
    const parent = dirname(this.target);
    this.staging = join(parent, `.${basename(this.target)}.glacis-new-${process.pid}`);
    this.retired = join(parent, `.${basename(this.target)}.glacis-old`);
    this.current = this.attempt(() => {
      if (!isTrial) recoverInterrupted(this.target, this.retired);
      return inspectOutput(this.target);
    });
  }

  /** True when a tree of Glacis is there now. */
  get hasPrevious(): boolean {
    return this.current.digests !== undefined;
  }

  /** Its manifest, read when asked for: it takes more memory than all that a draft keeps of it. Undefined too when it contradicts itself. */
  get previous(): Manifest | undefined {
    if (!this.hasPrevious) return undefined;
    return this.attempt(() => parseManifest(readFileSync(join(this.target, MANIFEST), 'utf8')));
  }

  /** One file of the new tree. `digest` is its SHA-256, for a caller who knows it. */
  add(path: string, text: string, digest: string = sha256(text)): void {
    this.attempt(() => {
      const fate = this.foresee(path, text);
      if (fate === undefined) {
        this.keepFile(path, digest);
        return;
      }
      this.write(path, text);
      this.fates[this.digests.set(path, digest)] = fate;
    });
  }

  /** A file of the old tree that stays as it is, edited or not; one that is missing stays missing. */
  keep(path: string, digest: string): void {
    this.attempt(() => {
      if (this.current.take(path)) this.keepFile(path, digest);
      else this.digests.set(path, digest);
    });
  }

  /** Completes the tree with its manifest and puts it where the old one was. */
  finish(head: ManifestHead): Written {
    return this.attempt(() => {
      const render = (take: (piece: string) => void) => renderManifest(head, this.digests, take);
      const listed = this.listWritten();
      const isAsBefore = isSame(listed) && digestPieces(render) === this.current.manifestDigest;
      // A manifest follows the files; one that differs alone is a difference of its own.
      const written = isSame(listed) && !isAsBefore ? { ...listed, changed: [MANIFEST] } : listed;
      if (this.isTrial) return written;
      if (isAsBefore) {
        for (const left of listInterrupted(this.staging)) rmSync(left, { recursive: true, force: true });
        return written;
      }
      this.beginStaging();
      this.leftovers.delete(MANIFEST);
      rmSync(join(this.staging, MANIFEST), { force: true });
      writePieces(join(this.staging, MANIFEST), render, FILE_MODE);
      this.clearLeftovers();
      refuseOtherRun(this.target, this.current);
      if (this.current.exists) {
        // Who may not write in it could rename it, and not put it away.
        accessSync(this.target, constants.W_OK);
        renameSync(this.target, this.retired);
      }
      renameSync(this.staging, this.target);
      if (this.current.exists) this.putOldAway();
      return written;
    });
  }

  /** Forgets the draft: nothing of it stays on disk. */
  abandon(): void {
    if (!this.isStaging) return;
    rmSync(this.staging, { recursive: true, force: true });
    const first = this.firstMadeParent;
    for (let parent = dirname(this.target); first !== undefined && parent.startsWith(first); parent = dirname(parent)) {
      if (readdirSync(parent).length > 0) break;
      rmdirSync(parent);
    }
  }

  /** What is to become of a file; undefined when it stays as it is. */
  private foresee(path: string, text: string): Fate | undefined {
    if (!this.current.take(path)) {
      if (!this.current.exists) return 'created';
      // Of somebody else: ours have files, which are known. A file is of a run that is told in the end.
      const place = `${this.target}/${path}`;
      if (isDirectory(place)) throw blocked(place, 'a directory');
      return 'created';
    }
    const found = readBytes(`${this.target}/${path}`);
    if (holds(found, text)) return undefined;
    return sha256(found.bytes) === this.current.digests?.get(path) ? 'changed' : 'overwritten';
  }

  private listWritten(): Written {
    const created: string[] = [];
    const changed: string[] = [];
    const overwritten: string[] = [];
    this.digests.visitNumbers((path, number) => {
      const fate = this.fates[number];
      if (fate === 'created') created.push(path);
      else if (fate !== undefined) changed.push(path);
      if (fate === 'overwritten') overwritten.push(path);
    });
    return { created, changed, removed: this.current.left(), overwritten };
  }

  private keepFile(path: string, digest: string): void {
    if (this.isStaging) this.link(path);
    this.digests.set(path, digest);
  }

  private link(path: string): void {
    const to = `${this.staging}/${path}`;
    this.makeParent(path);
    if (this.takeLeftover(path)) rmSync(to);
    linkOrCopy(`${this.target}/${path}`, to);
  }

  private write(path: string, text: string): void {
    if (this.isTrial) return;
    this.beginStaging();
    const to = `${this.staging}/${path}`;
    this.makeParent(path);
    if (this.takeLeftover(path)) {
      if (holds(readBytes(to), text)) return;
      // Never written in place: it may be a link to a file of the old tree.
      rmSync(to);
    }
    writeNewFile(to, text, FILE_MODE);
  }

  /** True when a killed run left this file in the staging directory. */
  private takeLeftover(path: string): boolean {
    return this.leftovers.size > 0 && this.leftovers.delete(path);
  }

  private beginStaging(): void {
    if (this.isStaging) return;
    this.firstMadeParent = makeDirectories(dirname(this.target));
    this.isStaging = true;
    this.leftovers = adoptInterrupted(this.staging);
    makeDirectory(this.staging);
    // Until now nothing differed: all that was added lies in the old tree, but for what is kept and missing.
    this.digests.visitNumbers((path) => {
      if (this.current.has(path)) this.link(path);
    });
  }

  /** What a path has in common with the one before is there already; paths come sorted, so that hardly a directory is made twice. */
  private makeParent(path: string): void {
    let made = commonDirectory(path, this.latestParent);
    const known = made;
    for (let slash = path.indexOf('/', made); slash >= 0; slash = path.indexOf('/', made)) {
      makeDirectory(`${this.staging}/${path.slice(0, slash)}`);
      made = slash + 1;
    }
    if (made !== known || made !== this.latestParent.length) this.latestParent = path.slice(0, made);
  }

  private clearLeftovers(): void {
    for (const path of this.leftovers) {
      rmSync(join(this.staging, path));
      for (let parent = dirname(path); parent !== '.'; parent = dirname(parent)) {
        if (readdirSync(join(this.staging, parent)).length > 0) break;
        rmdirSync(join(this.staging, parent));
      }
    }
  }

  /** The new tree is in place by now: what fails here is told in other words. */
  private putOldAway(): void {
    try {
      putAway(this.retired, this.target, this.current);
    } catch (error) {
      const why = 'the new tree is in place, and of the old one something is left';
      const fix = `see what is in ${this.retired}, and move it away`;
      throw this.fail(error, { why, fix });
    }
  }

  private attempt<T>(step: () => T): T {
    try {
      return step();
    } catch (error) {
      this.abandon();
      if (error instanceof IntentProblems) throw error;
      const { code = '', syscall } = error as NodeJS.ErrnoException;
      // A mount point, or a parent in which nothing may be made: what lies below may be replaced.
      const isFixed = ['EBUSY', 'EXDEV'].includes(code) || (code === 'EACCES' && syscall === 'mkdir');
      const fix = `name a directory below it: --out ${join(this.directory, 'glacis.out')}`;
      throw this.fail(error, isFixed ? { fix } : {});
    }
  }

  private fail(error: unknown, words: { readonly why?: string; readonly fix?: string }): IntentProblems {
    const facts = { got: (error as Error).message, wanted: 'a directory that can be written', ...words };
    return new IntentProblems([problem('output-failed', { file: this.directory }, facts)]);
  }
}

/** Length of the directory that a path has in common with another directory, which ends in a slash or is empty. */
function commonDirectory(path: string, directory: string): number {
  let common = directory;
  while (!path.startsWith(common)) common = common.slice(0, common.lastIndexOf('/', common.length - 2) + 1);
  return common.length;
}

/** A file whose mode was loosened counts as changed: it is written anew. */
function holds({ mode, bytes }: FoundFile, text: string): boolean {
  return (mode & ~FILE_MODE) === 0 && Buffer.compare(bytes, encodeText(text)) === 0;
}
