// Paths of a tree in little memory, each with a number: the regions of a fleet have files of the same names.

/** The names below one directory, in the order they came, and where each stands. */
interface NameList {
  readonly ranks: ReadonlyMap<string, number>;
  readonly sorted: readonly string[];
}

/** What lies below one top directory: names that others have too, numbered in a row, or names of its own. */
type Directory = { readonly names: NameList; readonly first: number } | Map<string, number>;

/**
 * A set of paths. Each has a number, counted from 0 in the order of the first `add`. Cheap as long as paths of one top directory come one
 * after the other: then only the first number is kept for it, and the names once for all directories with the same ones.
 */
export class PathTable {
  private readonly directories = new Map<string, Directory>();
  private readonly lists = new Map<string, NameList>();
  /** The list of the directory before: mostly the one of the next, too. */
  private latest: NameList | undefined;
  private open: { readonly name: string; readonly numbers: Map<string, number> } | undefined;
  private count = 0;

  /** How many paths there are. */
  get size(): number {
    return this.count;
  }

  /** The number of a path, which is added when it is new. */
  add(path: string): number {
    const [directory, name] = splitPath(path);
    const numbers = this.reopen(directory);
    const known = numbers.get(name);
    if (known !== undefined) return known;
    numbers.set(name, this.count);
    this.count += 1;
    return this.count - 1;
  }

  /** The number of a path; undefined when it is not in the table. */
  find(path: string): number | undefined {
    if (this.count === 0) return undefined;
    const [top, name] = splitPath(path);
    const directory = this.directories.get(top);
    if (directory === undefined || directory instanceof Map) return directory?.get(name);
    const rank = directory.names.ranks.get(name);
    return rank === undefined ? undefined : directory.first + rank;
  }

  /** Every path with its number, sorted by path. */
  *sorted(): Generator<readonly [path: string, number: number]> {
    const top = this.directories.get('');
    const names = [...this.directories.keys()].filter((name) => name !== '').map((name) => `${name}/`);
    if (top !== undefined) names.push(...(top instanceof Map ? top.keys() : top.names.sorted));
    for (const name of names.sort()) {
      if (!name.endsWith('/')) {
        yield [name, this.find(name) as number];
        continue;
      }
      const directory = this.directories.get(name.slice(0, -1)) as Directory;
      if (directory instanceof Map) {
        for (const inner of [...directory.keys()].sort()) yield [name + inner, directory.get(inner) as number];
      } else {
        const { first, names: list } = directory;
        for (const inner of list.sorted) yield [name + inner, first + (list.ranks.get(inner) as number)];
      }
    }
  }

  /** The names of a directory that paths are being added to; the one before is put away. */
  private reopen(name: string): Map<string, number> {
    if (this.open?.name === name) return this.open.numbers;
    if (this.open !== undefined) this.directories.set(this.open.name, this.pack(this.open.numbers));
    const directory = this.directories.get(name);
    const numbers =
      directory instanceof Map
        ? directory
        : new Map([...(directory?.names.ranks ?? [])].map(([inner, rank]) => [inner, rank + (directory?.first ?? 0)]));
    this.open = { name, numbers };
    this.directories.set(name, numbers);
    return numbers;
  }

  private pack(numbers: Map<string, number>): Directory {
    const [first] = numbers.values();
    if (first === undefined) return numbers;
    let next = first;
    for (const number of numbers.values()) if (number !== next++) return numbers;
    if (this.latest !== undefined && hasSameNames(this.latest, numbers)) return { names: this.latest, first };
    const names = [...numbers.keys()];
    const key = names.join('\n');
    let list = this.lists.get(key);
    if (list === undefined) {
      list = { ranks: new Map(names.map((name, rank) => [name, rank])), sorted: [...names].sort() };
      this.lists.set(key, list);
    }
    this.latest = list;
    return { names: list, first };
  }
}

/** True when a directory has the names of a list, in its order. */
function hasSameNames({ ranks }: NameList, numbers: ReadonlyMap<string, number>): boolean {
  if (ranks.size !== numbers.size) return false;
  let rank = 0;
  for (const name of numbers.keys()) if (ranks.get(name) !== rank++) return false;
  return true;
}

/** The top directory and what lies below it; '' for a file that lies at the top itself. */
function splitPath(path: string): readonly [directory: string, name: string] {
  const slash = path.indexOf('/');
  return slash < 1 ? ['', path] : [path.slice(0, slash), path.slice(slash + 1)];
}
