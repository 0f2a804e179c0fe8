// Writes the HAProxy model as text that HAProxy reads back as the same model.
import { InternalError, printable } from '../../problems';
import type { HaproxyDocument, HaproxyLine } from './types';
import { quoteHaproxyWord } from './words';

/** Renders sections with four spaces of indent. Throws InternalError on text that would leave its line. */
export function renderHaproxy(document: Pick<HaproxyDocument, 'preamble' | 'sections'>): string {
  const lines = document.preamble.map((line) => writeLine(line));
  for (const section of document.sections) {
    if (lines.length > 0) lines.push('');
    lines.push([section.type, ...section.words.map(quoteHaproxyWord)].join(' '));
    for (const line of section.lines) lines.push(`    ${writeLine(line)}`);
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

/** Renders lines alone, for a section that is there already. Throws InternalError on text that would leave its line. */
export function renderHaproxyLines(lines: readonly HaproxyLine[]): string {
  return lines.map((line) => `${writeLine(line)}\n`).join('');
}

function writeLine(line: HaproxyLine): string {
  if (line.kind === 'words') return line.words.map(quoteHaproxyWord).join(' ');
  if (/[\r\n\u0000]/.test(line.text)) throw new InternalError(`line break in a comment: ${printable(line.text, 60)}`);
  return `#${line.text}`;
}
