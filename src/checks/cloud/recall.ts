// Remembers what was worked out from files for the next tree in which these files are the same: a fleet shares most of them.
import type { FileTree } from '../../documents/types';
import { InternalError } from '../../problems';

interface Remembered<T> {
  readonly key: string;
  /** Every file that was looked for, with its text; undefined where there is none. */
  readonly read: ReadonlyMap<string, string | undefined>;
  /** All paths of the tree, when they were asked for. */
  readonly paths: string | null;
  readonly made: T;
}

/** A bounded memory of one kind of answer. */
export class Recall<T> {
  private remembered: Remembered<T>[] = [];

  /** @param limit answers kept; beyond it the one that was not asked for the longest goes. */
  constructor(private readonly limit: number) {}

  /**
   * The answer for a tree: a remembered one when every file that it was made from is the same here, and `key` too; else what `make`
   * returns. `make` must depend on nothing but `key` and the tree that it is given, and must have read all it needs when it returns.
   */
  recall(files: FileTree, key: string, make: (files: FileTree) => T): T {
    const shared = new SharedFiles(files);
    const index = this.remembered.findIndex((one) => one.key === key && isSame(one, shared));
    const [known] = index < 0 ? [] : this.remembered.splice(index, 1);
    const found = known ?? remember(shared, key, make);
    this.remembered = [found, ...this.remembered.slice(0, this.limit - 1)];
    return found.made;
  }
}

function remember<T>(files: SharedFiles, key: string, make: (files: FileTree) => T): Remembered<T> {
  const tree = new WatchedTree(files);
  const made = make(tree);
  tree.isClosed = true;
  return { key, read: tree.read, paths: tree.hasListed ? files.listPaths() : null, made };
}

function isSame<T>({ read, paths }: Remembered<T>, files: SharedFiles): boolean {
  for (const [path, text] of read) if (files.files.get(path) !== text) return false;
  return paths === null || paths === files.listPaths();
}

/** A tree and its paths as one text, joined when somebody asks. */
class SharedFiles {
  private paths: string | undefined;

  constructor(readonly files: FileTree) {}

  listPaths(): string {
    this.paths ??= [...this.files.keys()].join('\0');
    return this.paths;
  }
}

/** A tree that notes what is asked of it. */
class WatchedTree implements FileTree {
  readonly read = new Map<string, string | undefined>();
  hasListed = false;
  isClosed = false;

  constructor(private readonly shared: SharedFiles) {}

  get(path: string): string | undefined {
    if (!this.read.has(path)) {
      this.refuseWhenClosed(path);
      this.read.set(path, this.shared.files.get(path));
    }
    return this.read.get(path);
  }

  has(path: string): boolean {
    return this.get(path) !== undefined;
  }

  keys(): MapIterator<string> {
    if (!this.hasListed) this.refuseWhenClosed('the list of paths');
    this.hasListed = true;
    return this.shared.files.keys();
  }

  get size(): number {
    return [...this.keys()].length;
  }

  entries(): MapIterator<[string, string]> {
    return new Map([...this.keys()].map((path) => [path, this.get(path) ?? ''])).entries();
  }

  values(): MapIterator<string> {
    return new Map(this.entries()).values();
  }

  [Symbol.iterator](): MapIterator<[string, string]> {
    return this.entries();
  }

  forEach(visit: (text: string, path: string, files: FileTree) => void): void {
    for (const [path, text] of this.entries()) visit(text, path, this);
  }

  /** What is read late was not compared when another tree took the answer over. */
  private refuseWhenClosed(what: string): void {
    if (this.isClosed) throw new InternalError(`${what}: read after the answer had been remembered`);
  }
}
