// Reads and writes option values under their declared types, exactly as oslo.config's types do.
import { isDeepStrictEqual } from 'node:util';
import type { OptionValue, ValueType } from '../../openstack/types';
import { InternalError, printable } from '../../problems';
import { readWrittenValue } from './parse';
import { quoteWhenNeeded } from './render';
import { escapeDollars, splitTemplate } from './template';
import { parseDict, parseList } from './types/collections';
import { formatValue } from './types/format';
import { parseHost, parseIpAddress, parseUri } from './types/hosts';
import { parseNumber } from './types/numbers';
import { accept, type ParsedValue } from './types/parsed';
import { parseBoolean, parseRange, parseString } from './types/strings';

/** One text per `key = value` line (only a `multi` has more than one), or one printable sentence why it cannot be written. */
export type RenderedValue =
  | { readonly ok: true; readonly lines: readonly string[] }
  | { readonly ok: false; readonly error: string };

/**
 * What the service makes of one text, after quotes were stripped and `$` was substituted.
 * A text that is refused raises ConfigFileValueError in the service. For a `multi` option the text is its one value.
 */
export function parseValue(type: ValueType, raw: string): ParsedValue {
  switch (type.kind) {
    case 'string':
      return parseString(type, raw);
    case 'integer':
    case 'float':
    case 'port':
      return parseNumber(type, raw);
    case 'boolean':
      return parseBoolean(raw);
    case 'hostaddress':
    case 'hostdomain':
      return parseHost(type.kind, raw);
    case 'uri':
      return parseUri(raw);
    case 'range':
      return parseRange(raw);
    case 'ip':
      return parseIpAddress(type.version, raw);
    case 'list':
      return parseList(type, raw, parseValue);
    case 'dict':
      return parseDict(type, raw, parseValue);
    case 'multi':
      return parseValues(type, [raw]);
  }
}

/** What the service makes of all the texts of an option, weakest first: a `multi` keeps every one, others the last; none is null. */
export function parseValues(type: ValueType, raws: readonly string[]): ParsedValue {
  if (type.kind !== 'multi') return raws.length === 0 ? accept(null) : parseValue(type, raws.at(-1)!);
  const values: OptionValue[] = [];
  for (const raw of raws) {
    const item = parseValue(type.item, raw);
    if (!item.ok) return item;
    values.push(item.value);
  }
  return accept(values);
}

/**
 * The texts to write after `key = `, safe for input that a user chose. `$` is escaped; quotes are put round a text that
 * would lose its own or its blanks. Refused is what would leave its value or come back as another one: line breaks,
 * control characters, half characters, commas and brackets inside items, and whatever the type itself refuses.
 * Every answer was read back before it is given. Never throws for a value, however odd.
 */
export function renderValue(type: ValueType, value: OptionValue): RenderedValue {
  if (type.kind !== 'multi') return renderLine(type, value);
  if (!Array.isArray(value) || value.length === 0) {
    return { ok: false, error: 'an option of many values cannot be set to none: every line adds one' };
  }
  const lines: string[] = [];
  for (const item of value as readonly OptionValue[]) {
    const line = renderLine(type.item, item);
    if (!line.ok) return line;
    lines.push(...line.lines);
  }
  return { ok: true, lines };
}

function renderLine(type: ValueType, value: OptionValue): RenderedValue {
  const formatted = formatValue(type, value);
  if (!formatted.ok) return formatted;
  const { text } = formatted;
  // oslo.config does not split at U+0085, U+2028 and U+2029; tools on the way do.
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(text)) return refuseText(text, 'holds a control character');
  if (/\p{Surrogate}/u.test(text)) return refuseText(text, 'holds half a character');
  const line = quoteMarked(escapeDollars(text));
  const pieces = splitTemplate(readWrittenValue(line));
  const piece = pieces[0];
  if (pieces.length !== 1 || piece === undefined || !('text' in piece)) {
    throw new InternalError(`an escaped "$" would be substituted in ${printable(text, 60)}`);
  }
  const back = parseValue(type, piece.text);
  if (!back.ok) return back;
  if (!isDeepStrictEqual(back.value, value)) return refuseText(text, 'would be read back as another value');
  return { ok: true, lines: [line] };
}

/** A value that begins like a comment is harmless to oslo.config, but other ini tools cut it: quotes keep it whole. */
function quoteMarked(text: string): string {
  return /^[#;]/.test(text) ? `"${text}"` : quoteWhenNeeded(text);
}

function refuseText(text: string, reason: string): RenderedValue {
  return { ok: false, error: `"${printable(text, 60)}" ${reason}` };
}
