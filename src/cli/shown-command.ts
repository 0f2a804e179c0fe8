// Commands that messages propose, written as a shell takes them.
import { printable } from '../problems';

/** One word of a command: in single quotes where a shell would read anything but the word itself. */
export function showWord(word: string): string {
  const shown = printable(word);
  return /^[\w@%+=:,./-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", "'\\''")}'`;
}

/** `glacis` and words, those that are undefined left out. */
export function showCommand(...words: readonly (string | undefined)[]): string {
  const given = words.filter((word) => word !== undefined);
  return ['glacis', ...given.map(showWord)].join(' ');
}
