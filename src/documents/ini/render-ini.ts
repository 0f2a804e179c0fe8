// Writes an ini document back byte for byte, and values so that they are read as they are.
import type { IniDocument } from './model';
import { readWrittenValue } from './parse-ini';

/** The bytes the document was parsed from, line ends included. Replace an item and everything else stays as it was. */
export function renderIniExactly(document: Pick<IniDocument, 'items'>): string {
  return document.items.map((item) => item.raw.join('')).join('');
}

/** The text to write after `key = ` so that the reader holds exactly `value`: quoted when it would lose blanks or quotes. */
export function quoteWhenNeeded(value: string): string {
  return readWrittenValue(value) === value ? value : `"${value}"`;
}
