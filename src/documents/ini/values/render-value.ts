// Writes a value as the text that oslo.config reads back as exactly that value, or refuses to write it.
import { isDeepStrictEqual } from 'node:util';
import type { OptionValue, ValueType } from '../../../openstack/types';
import { InternalError, printable } from '../../../problems';
import { readWrittenValue } from '../parse-ini';
import { quoteWhenNeeded } from '../render-ini';
import { escapeDollars, splitTemplate } from '../template';
import { formatValue } from './format';
import { parseValue } from './parse-value';

/** One text per `key = value` line (only a `multi` has more than one), or one printable sentence why it cannot be written. */
export type WrittenValue =
  | { readonly ok: true; readonly lines: readonly string[] }
  | { readonly ok: false; readonly because: string };

/**
 * The texts to write after `key = `, safe for input that a user chose. `$` is escaped; quotes are put round a text that
 * would lose its own or its blanks. Refused is what would leave its value or come back as another one: line breaks,
 * control characters, half characters, commas and brackets inside items, and whatever the type itself refuses.
 * Every answer was read back before it is given. Never throws for a value, however odd.
 */
export function writeValue(type: ValueType, value: OptionValue): WrittenValue {
  const key = keyOf(value);
  if (key === undefined) return writeAnew(type, value);
  let texts = known.get(type);
  if (texts === undefined || texts.size >= MAX_KNOWN) {
    texts = new Map();
    known.set(type, texts);
  }
  let written = texts.get(key);
  if (written === undefined) {
    written = writeAnew(type, value);
    texts.set(key, written);
  }
  return written;
}

/** Texts by type and value: the regions of a fleet write the same few values, each twice, once to see whether it can be written. */
const known = new WeakMap<ValueType, Map<string, WrittenValue>>();
const MAX_KNOWN = 64;

/** Plain texts only: numbers have values that print alike, -0 and 0. */
function keyOf(value: OptionValue): string | undefined {
  if (typeof value === 'string') return JSON.stringify(value);
  const isTexts = Array.isArray(value) && value.every((item) => typeof item === 'string');
  return isTexts ? JSON.stringify(value) : undefined;
}

function writeAnew(type: ValueType, value: OptionValue): WrittenValue {
  if (type.kind !== 'multi') return writeLine(type, value);
  if (!Array.isArray(value) || value.length === 0) {
    return { ok: false, because: 'an option of many values cannot be set to none: every line adds one' };
  }
  const lines: string[] = [];
  for (const item of value as readonly OptionValue[]) {
    const line = writeLine(type.item, item);
    if (!line.ok) return line;
    lines.push(...line.lines);
  }
  return { ok: true, lines };
}

function writeLine(type: ValueType, value: OptionValue): WrittenValue {
  const formatted = formatValue(type, value);
  if (!formatted.ok) return { ok: false, because: formatted.error };
  const { text } = formatted;
  // oslo.config does not split at U+0085, U+2028 and U+2029; tools on the way do.
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(text)) return refuseText(text, 'holds a control character');
  if (/[\ud800-\udfff]/u.test(text)) return refuseText(text, 'holds half a character');
  const line = quoteMarked(escapeDollars(text));
  const pieces = splitTemplate(readWrittenValue(line));
  const piece = pieces[0];
  if (pieces.length !== 1 || piece === undefined || !('text' in piece)) {
    throw new InternalError(`an escaped "$" would be substituted in ${printable(text, 60)}`);
  }
  const back = parseValue(type, piece.text);
  if (!back.ok) return { ok: false, because: back.error };
  const key = keyOf(value);
  const isSame = key === undefined ? isSameValue(back.value, value) : keyOf(back.value) === key;
  if (!isSame) return refuseText(text, 'would be read back as another value');
  return { ok: true, lines: [line] };
}

/** Most are numbers, booleans and lists of them: Node's deep comparison takes longer to load than they take to write. */
function isSameValue(a: OptionValue, b: OptionValue): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, i) => isSameValue(item, b[i]));
  }
  return Object.is(a, b) || isDeepStrictEqual(a, b);
}

/** A value that begins like a comment is harmless to oslo.config, but other ini tools cut it: quotes keep it whole. */
function quoteMarked(text: string): string {
  return /^[#;]/.test(text) ? `"${text}"` : quoteWhenNeeded(text);
}

function refuseText(text: string, reason: string): WrittenValue {
  return { ok: false, because: `"${printable(text, 60)}" ${reason}` };
}
