// Blanks and line ends as Python counts them: oslo.config reads through str.strip() and universal newlines.

/** One line of a text: its characters and the line end that follows ('' at the end of the file). */
export interface TextLine {
  readonly text: string;
  readonly end: string;
}

/** True for a code unit that Python's `str.strip()` removes; unlike JavaScript's trim it takes U+001C..1F and U+0085, not U+FEFF. */
export function isPythonBlank(codeUnit: number): boolean {
  if (codeUnit < 0x80) return (codeUnit >= 0x09 && codeUnit <= 0x0d) || (codeUnit >= 0x1c && codeUnit <= 0x20);
  return (
    codeUnit === 0x85 ||
    codeUnit === 0xa0 ||
    codeUnit === 0x1680 ||
    (codeUnit >= 0x2000 && codeUnit <= 0x200a) ||
    codeUnit === 0x2028 ||
    codeUnit === 0x2029 ||
    codeUnit === 0x202f ||
    codeUnit === 0x205f ||
    codeUnit === 0x3000
  );
}

/** Python's `str.rstrip()`. */
export function stripTrailingBlanks(text: string): string {
  let end = text.length;
  while (end > 0 && isPythonBlank(text.charCodeAt(end - 1))) end -= 1;
  return end === text.length ? text : text.slice(0, end);
}

/** Python's `str.lstrip()`. */
export function stripLeadingBlanks(text: string): string {
  let start = 0;
  while (start < text.length && isPythonBlank(text.charCodeAt(start))) start += 1;
  return start === 0 ? text : text.slice(start);
}

/** Python's `str.strip()`. */
export function stripBlanks(text: string): string {
  return stripTrailingBlanks(stripLeadingBlanks(text));
}

/** Splits at line feed, carriage return, or both together, as a Python text file does; a lone CR is a line end too. */
export function splitPythonLines(text: string): TextLine[] {
  const lines: TextLine[] = [];
  const ends = /\r\n|\r|\n/g;
  let start = 0;
  for (let found = ends.exec(text); found !== null; found = ends.exec(text)) {
    lines.push({ text: text.slice(start, found.index), end: found[0] });
    start = ends.lastIndex;
  }
  if (start < text.length) lines.push({ text: text.slice(start), end: '' });
  return lines;
}

/** Number of characters as Python counts them: code points, not UTF-16 units. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
