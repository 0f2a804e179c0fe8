// Colour for terminals, and wrapping to 80 columns. Without colour the words alone carry the meaning.
import type { Severity } from '../checks/types';

/** How to emphasize. The plain one changes nothing. */
export interface Paint {
  bad(text: string): string;
  warn(text: string): string;
  good(text: string): string;
  strong(text: string): string;
  /** Padded to eight columns. */
  severity(severity: Severity): string;
}

const sgr = (code: string) => (text: string) => `\u001b[${code}m${text}\u001b[0m`;
const plain = (text: string) => text;

/** ANSI colours, or none. */
export function createPaint(hasColor: boolean): Paint {
  const [bad, warn, good, strong] = hasColor
    ? [sgr('31;1'), sgr('33;1'), sgr('32;1'), sgr('1')]
    : [plain, plain, plain, plain];
  const paints: Record<Severity, (text: string) => string> = { critical: bad, high: bad, medium: warn, low: plain };
  return { bad, warn, good, strong, severity: (name) => paints[name](name.padEnd(8)) };
}

/** Words wrapped to 80 columns: `first` blanks before the first line, `rest` before the others. */
export function wrapText(text: string, first: number, rest: number, columns = 80): string[] {
  const lines: string[] = [];
  let line = ' '.repeat(first);
  let isEmpty = true;
  for (const word of text.split(' ')) {
    if (!isEmpty && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = ' '.repeat(rest) + word;
    } else {
      line += isEmpty ? word : ` ${word}`;
    }
    isEmpty = false;
  }
  return [...lines, line];
}
