// A mutant: one rendered setting, broken in one way.
import type { FileTree } from '../../src/documents/types';

/** One thing that was rendered: an option line, a rule, a directive. */
export interface Setting {
  readonly file: string;
  /** First line, from 1. */
  readonly line: number;
  /** Lines it takes; comments above it are not among them. */
  readonly lineCount: number;
  /** `glance [DEFAULT] debug`, `glance add_image`, or the text of the line. The same for the same setting of two trees. */
  readonly name: string;
  /** Key of `Subject.owners`. */
  readonly owner: string;
}

/** One way to break it. */
export interface Mutant {
  readonly setting: Setting;
  /** `removed`, `number x100`. Few words, the same for the same idea. */
  readonly mutation: string;
  /** Files that differ, with their new text. */
  readonly files: FileTree;
  /** Files of the host beside the tree, for a mutant that only shows there: they lie under the unbroken tree too. */
  readonly host?: FileTree;
}

/** The text with some lines replaced. What follows keeps its line numbers when as many lines stand there as before. */
export function replaceLines(text: string, setting: Setting, lines: readonly string[]): string {
  const all = text.split('\n');
  all.splice(setting.line - 1, setting.lineCount, ...lines);
  return all.join('\n');
}

/** Blank lines in place of a setting. */
export function blank(setting: Setting): string[] {
  return Array.from({ length: setting.lineCount }, () => '');
}

/** The lines of a setting. */
export function linesOf(text: string, { line, lineCount }: Setting): string[] {
  return text.split('\n').slice(line - 1, line - 1 + lineCount);
}
