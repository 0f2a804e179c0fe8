// Lines of proxy files as fixes: what stands on one, and what it becomes.
import type { FileTree, Source } from '../../documents/types';
import type { Fix } from '../types';

/** The text of a line without its end; empty when the file has no such line. */
export function readLine(files: FileTree, { file, line }: Source): string {
  return (files.get(file) ?? '').split(/\r\n|\r|\n/)[line - 1] ?? '';
}

/** The fix that writes `lines` in the place of one. `directive`: what it is about. */
export function writeLine(at: Source, directive: string, lines: readonly string[]): Fix {
  const value = lines.map((line) => line.trim()).join(' ');
  return { file: at.file, section: '', option: directive, value, edit: { kind: 'rewrite', at, lines } };
}

/** Seconds until a limit admits the next request: at least one. */
export function countSecondsBetween(requestsPerMinute: number): number {
  return Math.max(1, Math.ceil(60 / requestsPerMinute));
}
