// Writes an ini document back: in one plain style that reads as the same model, or byte for byte.
import { InternalError, printable } from '../../problems';
import type { IniDocument, IniEntry } from './model';
import { readWrittenValue } from './parse-ini';
import { stripBlanks } from './python-text';

/**
 * The document in the plain style: `key = value`, continued lines indented by four blanks, line feeds.
 * Parsing the result gives the same items (positions and raw text aside) and the same faults.
 *
 * @throws InternalError when an entry cannot be written, which never happens to a document that came from `parseIni`.
 */
export function renderIni(document: Pick<IniDocument, 'items'>): string {
  let text = '';
  for (const item of document.items) text += `${item.kind === 'entry' ? renderEntry(item) : item.text}\n`;
  return text;
}

/** The bytes the document was parsed from, line ends included. Replace an item and everything else stays as it was. */
export function renderIniExactly(document: Pick<IniDocument, 'items'>): string {
  return document.items.map((item) => item.raw.join('')).join('');
}

function renderEntry(entry: IniEntry): string {
  const { key, value } = entry;
  if (key === '' || key !== stripBlanks(key) || /[=:\r\n]/.test(key)) {
    throw new InternalError(`an ini key cannot be written: ${printable(key, 60)}`);
  }
  const [first = '', ...continued] = value.split('\n');
  if (value.includes('\r') || continued.some((line) => line === '' || line !== stripBlanks(line))) {
    throw new InternalError(`the value of ${printable(key, 60)} cannot be written on continued lines`);
  }
  // Only a key read from behind an exotic blank starts with a mark; a form feed keeps it from becoming a comment or section.
  const guard = /^[[#;]/.test(key) ? '\f' : '';
  const lines = [`${guard}${key} =${first === '' ? '' : ` ${quoteWhenNeeded(first)}`}`];
  for (const line of continued) lines.push(`    ${line}`);
  return lines.join('\n');
}

/** The text to write after `key = ` so that the reader holds exactly `value`: quoted when it would lose blanks or quotes. */
export function quoteWhenNeeded(value: string): string {
  return readWrittenValue(value) === value ? value : `"${value}"`;
}
