// Strings, booleans and ranges as oslo.config's types read them.

import type { ValueType } from '../../../openstack/types';
import { countCharacters } from '../python-text';
import { maxIntegerDigits } from './numbers';
import { accept, type ParsedValue, refuse } from './parsed';
import { compilePythonRegex } from './python-regex';

type StringType = Extract<ValueType, { readonly kind: 'string' }>;

/** Reads a StrOpt: quotes (when the type strips them), length in characters, expression, choices, in that order. */
export function parseString(type: StringType, raw: string): ParsedValue {
  let text = raw;
  const first = raw[0];
  if (type.quotes === true && (first === '"' || first === "'")) {
    if (raw.length === 1 || !raw.endsWith(first)) return refuse(raw, 'opens a quote and does not close it');
    text = raw.slice(1, -1);
  }
  const { maxLength = 0, regex, choices } = type;
  if (maxLength > 0 && countCharacters(text) > maxLength) return refuse(text, `is longer than ${maxLength} characters`);
  // Python takes the Turkish i's for an i when it ignores case; JavaScript does not.
  const subject = type.ignoreCase === true ? text.replace(/[\u0130\u0131]/g, 'i') : text;
  if (regex && !compilePythonRegex(regex, type.ignoreCase === true).test(subject)) {
    return refuse(text, `does not match ${regex}`);
  }
  if (choices === undefined) return accept(text);
  const fold = (word: string): string => (type.ignoreCase === true ? word.toLowerCase() : word);
  const wanted = fold(text);
  return choices.some((choice) => choice !== null && fold(choice) === wanted)
    ? accept(text)
    : refuse(text, `is none of ${choices.map((choice) => choice ?? 'None').join(', ')}`);
}

const booleans: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['on', true],
  ['yes', true],
  ['false', false],
  ['0', false],
  ['off', false],
  ['no', false],
]);

/** Reads a BoolOpt: true/false, yes/no, on/off, 1/0 in any case; anything else is refused, blanks included. */
export function parseBoolean(raw: string): ParsedValue {
  const value = booleans.get(raw.toLowerCase());
  return value === undefined ? refuse(raw, 'is none of true, false, yes, no, on, off, 1, 0') : accept(value);
}

/** Reads a range of whole numbers, `5` or `1-10`, and keeps its text. */
export function parseRange(raw: string): ParsedValue {
  if (raw.length > maxIntegerDigits && raw.split('-').some((part) => part.trim().length > maxIntegerDigits)) {
    return refuse(raw, 'is not a range');
  }
  return /^(?:0|-?[1-9][0-9]*)(?:-(?:0|-?[1-9][0-9]*))?\n?$/.test(raw) ? accept(raw) : refuse(raw, 'is not a range');
}
