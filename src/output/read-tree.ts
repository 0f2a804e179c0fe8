// Reads a directory as a tree of text files, within bounds and without following links out of it.
import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { FileTree } from '../documents/types';
import { type Problem, problem } from '../problems';
import { readText } from './file-bytes';

/** Files larger than this are no configuration: 8 MiB. */
const MAX_FILE_BYTES = 8 * 1024 * 1024;
/** More files than this are no configuration tree either. */
const MAX_FILES = 200_000;

/** Under such a name a service expects a file: it opens whatever is there, and does not start when that is a directory. */
const fileNames = /\.(?:conf|ini|ya?ml|json|cfg)$/;

/** What was read, and what could not be. */
export interface ReadTree {
  readonly files: FileTree;
  readonly problems: readonly Problem[];
}

/** Every regular file below `directory` that `wants` accepts, sorted by path. Links are followed only inside the directory. */
export function readTree(directory: string, wants: (path: string) => boolean = () => true): ReadTree {
  const reader = new TreeReader(realpathSync.native(directory), wants);
  reader.readDirectory(reader.root, '');
  return reader;
}

class TreeReader implements ReadTree {
  readonly files = new Map<string, string>();
  readonly problems: Problem[] = [];
  /** Only a link to a directory above itself is cut: one that is reached by two names counts under both, as for the service. */
  private readonly above: Set<string>;
  private directories = 0;
  private isFull = false;

  constructor(
    readonly root: string,
    private readonly wants: (path: string) => boolean,
  ) {
    this.above = new Set([root]);
  }

  /** `prefix`: what is shown before the names in it, with its slash. */
  readDirectory(path: string, prefix: string): void {
    for (const entry of readdirSync(path, { withFileTypes: true }).sort(compareNames)) {
      const shown = prefix + entry.name;
      try {
        this.readEntry(entry, join(path, entry.name), shown);
      } catch (error) {
        this.problems.push(unreadable(shown, (error as NodeJS.ErrnoException).code ?? 'an error', 'a readable file'));
      }
    }
  }

  private readEntry(entry: Dirent, path: string, shown: string): void {
    const real = entry.isSymbolicLink() ? realpathSync.native(path) : path;
    if (real !== path && !this.isInside(real)) {
      this.problems.push(unreadable(shown, 'a link out of the directory', 'a file or a link inside the directory'));
      return;
    }
    const kind = entry.isSymbolicLink() ? statSync(real) : entry;
    if (kind.isDirectory()) this.enterDirectory(path, real, shown);
    else if (this.wants(shown)) this.readFile(path, kind, shown);
  }

  private enterDirectory(path: string, real: string, shown: string): void {
    if (this.above.has(real)) return;
    this.directories += 1;
    if (this.directories > MAX_FILES) {
      if (this.directories === MAX_FILES + 1) this.problems.push(tooLarge(shown, 'one more directory', MAX_FILES));
      return;
    }
    if (fileNames.test(shown) && this.wants(shown)) this.problems.push(unreadable(shown, 'a directory', 'a file'));
    this.above.add(real);
    this.readDirectory(path, `${shown}/`);
    this.above.delete(real);
  }

  private readFile(path: string, kind: Dirent | Stats, shown: string): void {
    if (!kind.isFile()) {
      this.problems.push(unreadable(shown, 'a pipe, socket or device', 'a file'));
      return;
    }
    if (this.files.size >= MAX_FILES) {
      if (!this.isFull) this.problems.push(tooLarge(shown, 'one more file', MAX_FILES));
      this.isFull = true;
      return;
    }
    const text = readText(path, MAX_FILE_BYTES);
    if (text === undefined) this.problems.push(tooLarge(shown, 'a larger file', MAX_FILE_BYTES));
    else this.files.set(shown, text);
  }

  private isInside(real: string): boolean {
    return real.startsWith(this.root.endsWith(sep) ? this.root : this.root + sep);
  }
}

function compareNames(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name < other.name ? -1 : 1;
}

function tooLarge(file: string, got: string, limit: number): Problem {
  return problem('too-large', { file }, { got, wanted: `at most ${limit}` });
}

function unreadable(file: string, got: string, wanted: string): Problem {
  return problem('unreadable', { file }, { got, wanted });
}
