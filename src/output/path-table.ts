// Paths of a tree in little memory, each with a number: the regions of a fleet have files of the same names.

/** The names below one directory, in the order they came. */
interface NameList {
  readonly names: readonly string[];
  readonly ranks: ReadonlyMap<string, number>;
  readonly sorted: readonly string[];
}

/** Sees one path after the other, sorted. */
export type See<Value> = (path: string, value: Value) => void;

/** What lies below one top directory: names that others have too, numbered in a row, or names of its own. */
type Directory = { readonly names: NameList; readonly first: number } | Map<string, number>;

/** The directory that paths are being added to: the first names of a list so far, numbered in a row, or names of its own. */
interface OpenDirectory {
  readonly name: string;
  readonly first: number;
  readonly expected: NameList | undefined;
  matched: number;
  numbers: Map<string, number> | undefined;
}

/**
 * A set of paths. Each has a number, counted from 0 in the order of the first `add`. Cheap as long as paths of one top directory come one
 * after the other: then only the first number is kept for it, and the names once for all directories with the same ones.
 */
export class PathTable {
  private readonly directories = new Map<string, Directory>();
  private readonly lists = new Map<string, NameList>();
  /** The list of the directory before: mostly the one of the next, too. */
  private latest: NameList | undefined;
  private open: OpenDirectory | undefined;
  private count = 0;

  /** How many paths there are. */
  get size(): number {
    return this.count;
  }

  /** The number of a path, which is added when it is new. */
  add(path: string): number {
    if (this.open !== undefined && isExpected(this.open, path)) return this.addExpected(this.open);
    const [directory, name] = splitPath(path);
    const open = this.open?.name === directory ? this.open : this.openDirectory(directory);
    if (isExpected(open, path)) return this.addExpected(open);
    open.numbers ??= listMatched(open);
    const known = open.numbers.get(name);
    if (known !== undefined) return known;
    open.numbers.set(name, this.count);
    this.count += 1;
    return this.count - 1;
  }

  private addExpected(open: OpenDirectory): number {
    open.matched += 1;
    this.count += 1;
    return this.count - 1;
  }

  /** The number of a path; undefined when it is not in the table. */
  find(path: string): number | undefined {
    if (this.count === 0) return undefined;
    this.closeDirectory();
    const [top, name] = splitPath(path);
    const directory = this.directories.get(top);
    if (directory === undefined || directory instanceof Map) return directory?.get(name);
    const rank = directory.names.ranks.get(name);
    return rank === undefined ? undefined : directory.first + rank;
  }

  /** Visits every path with its number, sorted by path. */
  visit(see: See<number>): void {
    this.closeDirectory();
    const top = this.directories.get('');
    const names = [...this.directories.keys()].filter((name) => name !== '').map((name) => `${name}/`);
    if (top !== undefined) names.push(...(top instanceof Map ? top.keys() : top.names.sorted));
    for (const name of names.sort()) {
      const directory = name.endsWith('/') ? this.directories.get(name.slice(0, -1)) : undefined;
      if (directory === undefined) see(name, this.find(name) as number);
      else visitDirectory(directory, name, see);
    }
  }

  /** The one before is put away. */
  private openDirectory(name: string): OpenDirectory {
    this.closeDirectory();
    const known = this.directories.get(name);
    const expected = known === undefined ? this.latest : undefined;
    const open = { name, first: this.count, expected, matched: 0, numbers: known && numbersOf(known) };
    this.open = open;
    return open;
  }

  private closeDirectory(): void {
    const { open } = this;
    if (open === undefined) return;
    this.open = undefined;
    const isAsExpected = open.numbers === undefined && open.matched === open.expected?.names.length;
    const directory = isAsExpected
      ? { names: open.expected, first: open.first }
      : this.pack(open.numbers ?? listMatched(open));
    this.directories.set(open.name, directory);
  }

  private pack(numbers: Map<string, number>): Directory {
    const [first] = numbers.values();
    if (first === undefined) return numbers;
    let next = first;
    for (const number of numbers.values()) if (number !== next++) return numbers;
    const names = [...numbers.keys()];
    const key = names.join('\n');
    let list = this.lists.get(key);
    if (list === undefined) {
      list = { names, ranks: new Map(names.map((name, rank) => [name, rank])), sorted: [...names].sort() };
      this.lists.set(key, list);
    }
    this.latest = list;
    return { names: list, first };
  }
}

/** True when the directory before had this file at the same place. Asked of every file of a fleet, so it takes no path apart. */
function isExpected({ name: directory, numbers, expected, matched }: OpenDirectory, path: string): boolean {
  const name = numbers === undefined ? expected?.names[matched] : undefined;
  if (name === undefined) return false;
  if (directory === '') return path === name;
  const slash = directory.length;
  return (
    path.length === slash + 1 + name.length && path[slash] === '/' && path.endsWith(name) && path.startsWith(directory)
  );
}

function visitDirectory(directory: Directory, prefix: string, see: See<number>): void {
  if (directory instanceof Map) {
    for (const name of [...directory.keys()].sort()) see(prefix + name, directory.get(name) as number);
    return;
  }
  const { first, names } = directory;
  for (const name of names.sorted) see(prefix + name, first + (names.ranks.get(name) as number));
}

function listMatched({ expected, matched, first }: OpenDirectory): Map<string, number> {
  return new Map(expected?.names.slice(0, matched).map((name, rank) => [name, first + rank]));
}

function numbersOf(directory: Directory): Map<string, number> {
  if (directory instanceof Map) return directory;
  return new Map(directory.names.names.map((name, rank) => [name, directory.first + rank]));
}

/** The top directory and what lies below it; '' for a file that lies at the top itself. */
function splitPath(path: string): readonly [directory: string, name: string] {
  const slash = path.indexOf('/');
  return slash < 1 ? ['', path] : [path.slice(0, slash), path.slice(slash + 1)];
}
