// What every document has: lines that can be pointed at, and faults that the real reader would meet.

/** A line in a file of the tree under judgement. `line` counts from 1. */
export interface Source {
  /** Path relative to the tree, with forward slashes: `glance/glance.conf.d/90-glacis.conf`. */
  readonly file: string;
  readonly line: number;
}

/** Something in a file that its real reader stumbles over. */
export interface Fault {
  readonly at: Source;
  /** What the real reader does: refuses to start, skips the line, or reads something else than it seems. */
  readonly effect: 'refuses-to-load' | 'ignored' | 'misread';
  /** One sentence, printable, no user text beyond a short quoted piece. */
  readonly message: string;
}

/** A tree of text files, path to content. Paths are relative, forward slashes, laid out like /etc. */
export type FileTree = ReadonlyMap<string, string>;
