// The smallest edits of an ini file: one value replaced, one option added, one line taken out; every other byte stays.
import { InternalError } from '../../problems';
import { type IniDocument, type IniEntry, type IniItem, normalizeSection } from './model';
import { renderIniExactly } from './render-ini';

/**
 * The text with another value on the line where an entry begins; its key, its blanks and its line end stay, continued lines go.
 * `value` is written as it is. @throws InternalError when no entry begins there, or the value would leave its line.
 */
export function replaceIniValue(document: IniDocument, line: number, value: string): string {
  confirmOneLine(value);
  const old = findEntry(document, line);
  const first = old.raw[0] ?? '';
  const sign = first.search(/[=:]/);
  const start = /^[ \t]*/.exec(first.slice(sign + 1))?.[0] ?? '';
  const blank = start === '' && first[sign - 1] === ' ' ? ' ' : start;
  const raw = [`${first.slice(0, sign + 1)}${value === '' ? '' : blank}${value}${endOf(old) || ''}`];
  return renderIniExactly({ items: document.items.map((item) => (item === old ? { ...old, raw } : item)) });
}

/**
 * The text with `option = value` behind the last option of its section; a section that is missing is added at the end.
 * @throws InternalError when the value would leave its line.
 */
export function addIniOption(document: IniDocument, section: string, option: string, value: string): string {
  confirmOneLine(value);
  const { items } = document;
  const end = /\r\n|\r|\n/.exec(items[0]?.raw[0] ?? '')?.[0] ?? '\n';
  const written = `${option} = ${value}${end}`;
  const after = findLastOf(items, section);
  const close = (text: string): string => (text === '' || /[\r\n]$/.test(text) ? text : `${text}${end}`);
  if (after === null) {
    const text = close(renderIniExactly({ items }));
    return `${text}${text === '' ? '' : end}[${section}]${end}${written}`;
  }
  const before = close(renderIniExactly({ items: items.slice(0, after + 1) }));
  return `${before}${written}${renderIniExactly({ items: items.slice(after + 1) })}`;
}

/** The text without the entry that begins on a line. @throws InternalError when none begins there. */
export function removeIniEntry(document: IniDocument, line: number): string {
  const old = findEntry(document, line);
  return renderIniExactly({ items: document.items.filter((item) => item !== old) });
}

/** The text with the entry that begins on a line as a comment, its continued lines too. @throws InternalError when none begins there. */
export function commentOutIniEntry(document: IniDocument, line: number): string {
  const old = findEntry(document, line);
  const raw = old.raw.map((text) => `# ${text}`);
  return renderIniExactly({ items: document.items.map((item) => (item === old ? { ...old, raw } : item)) });
}

/** The text with another name for the option that begins on a line. @throws InternalError when none begins there. */
export function renameIniOption(document: IniDocument, line: number, option: string): string {
  const old = findEntry(document, line);
  const [first = '', ...rest] = old.raw;
  const raw = [first.replace(/^[^=:\r\n]*?([ \t]*[=:])/, (_, sign: string) => option + sign), ...rest];
  return renderIniExactly({ items: document.items.map((item) => (item === old ? { ...old, raw } : item)) });
}

function findEntry(document: IniDocument, line: number): IniEntry {
  const found = document.entries.find((entry) => entry.at.line === line);
  if (found === undefined) throw new InternalError(`no option begins on line ${line} of ${document.file}`);
  return found;
}

/** Index of the last entry of the section, or of its heading when it has none; null when the file has no such section. */
function findLastOf(items: readonly IniItem[], section: string): number | null {
  const name = normalizeSection(section);
  let isInside = false;
  let last = -1;
  items.forEach((item, index) => {
    if (item.kind === 'section') isInside = normalizeSection(item.name) === name;
    if (isInside && (item.kind === 'section' || item.kind === 'entry')) last = index;
  });
  if (last < 0) return null;
  // An indented line behind the new option would continue its value, an indented comment even stop the load.
  while (/^[ \t]/.test(items[last + 1]?.raw[0] ?? '')) last += 1;
  return last;
}

function endOf({ raw }: IniEntry): string {
  return /(?:\r\n|\r|\n)$/.exec(raw.at(-1) ?? '')?.[0] ?? '';
}

function confirmOneLine(value: string): void {
  if (/[\r\n]/.test(value)) throw new InternalError('a value of several lines cannot be put on one');
}
