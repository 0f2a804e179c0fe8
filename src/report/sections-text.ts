// What a report tells beside the verdicts, for a terminal.
import { type Paint, wrapText } from './paint';
import { showText } from './safe-text';
import type { ToldLine, ToldRow, ToldSection } from './sections';

/** Each section under its title, in 80 columns; empty when there is none. */
export function sectionsToText(sections: readonly ToldSection[], paint: Paint): string {
  return sections.map((section) => `\n${writeSection(section, paint).join('\n')}\n`).join('');
}

function writeSection({ id, title, rows }: ToldSection, paint: Paint): string[] {
  const [first = '', ...rest] = wrapText(
    showText(title).replace(/^[^:]+/, (words) => words.toUpperCase()),
    0,
    2,
  );
  const heading = id === 'left' || id === 'residual' || id === 'notes' ? paint.warn : paint.strong;
  const count = id === 'residual' ? ` (${rows.length})` : '';
  return [heading(`${first}${count}`), ...rest, ...rows.flatMap((row) => writeRow(row, paint))];
}

function writeRow({ title, place, lines }: ToldRow, paint: Paint): string[] {
  const where = place === null ? '' : `${place.file}${place.line === null ? '' : `:${place.line}`}`;
  const heading = showText(`${title}${where === '' ? '' : ` ${where}`}`);
  const [first = '', ...rest] = heading.length + 2 <= 80 ? [`  ${heading}`] : wrapText(heading, 2, 6);
  const width = Math.max(0, ...lines.map(({ label }) => label.length));
  return [first.replace(/^( *)(.*)$/, (_, blank: string, text: string) => blank + paint.strong(text)), ...rest].concat(
    lines.flatMap((line) => writeLine(line, width, paint)),
  );
}

function writeLine({ label, text, tone }: ToldLine, width: number, paint: Paint): string[] {
  const head = label === '' ? '' : `${label.padEnd(Math.min(width, 9))} `;
  const lines = wrapText(showText(head + text), 4, 4 + (label === '' ? 0 : head.length));
  return tone === undefined ? lines : lines.map((line) => (tone === 'bad' ? paint.bad : paint.good)(line));
}
