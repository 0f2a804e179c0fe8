// Numbers as Python's int() and float() read them, and as plain decimal text.
import type { ValueType } from '../../../openstack/types';
import { countCharacters, stripBlanks } from '../python-text';
import { accept, type ParsedValue, refuse } from './parsed';

type NumberType = Extract<ValueType, { readonly kind: 'integer' | 'float' | 'port' }>;

/** Python refuses longer integer texts since 3.10.7 (CVE-2020-10735). */
export const maxIntegerDigits = 4300;

const digitRun = '[0-9](?:_?[0-9])*';
const floatShape = new RegExp(`^[+-]?(?:${digitRun}(?:\\.(?:${digitRun})?)?|\\.${digitRun})(?:[eE][+-]?${digitRun})?$`);

/**
 * Reads an integer, a float or a port. A blank text is null: the option is then as good as unset.
 * Integers beyond 2^53 are compared exactly against `min` and `max`, and come back as the nearest number.
 */
export function parseNumber(type: NumberType, raw: string): ParsedValue {
  if (stripBlanks(raw) === '') return accept(null);
  // int() and float() leave U+001C to U+001F alone, which str.strip() removes.
  const text = foldDigits(raw).replace(/^[^\S\ufeff]+|(?<!\s)[^\S\ufeff]+$/g, '');
  const exact = type.kind === 'float' ? readFloat(text) : readInteger(text);
  if (exact === null) return refuse(raw, type.kind === 'float' ? 'is not a number' : 'is not a whole number');
  const choices = type.kind === 'port' ? undefined : type.choices;
  if (choices !== undefined) {
    // Loose equality compares a bigint with a number exactly.
    return choices.some((choice) => !(choice < exact) && !(choice > exact))
      ? accept(Number(exact))
      : refuse(raw, `is none of ${choices.join(', ')}`);
  }
  const min = type.kind === 'port' ? (type.min ?? 0) : type.min;
  const max = type.kind === 'port' ? (type.max ?? 65535) : type.max;
  if (min !== undefined && exact < min) return refuse(raw, `is less than ${min}`);
  if (max !== undefined && exact > max) return refuse(raw, `is more than ${max}`);
  return accept(Number(exact));
}

/** Decimal digits without an exponent; null when the number has none (NaN, infinity, or a fraction where none may be). */
export function formatNumber(kind: NumberType['kind'], value: number): string | null {
  if (!Number.isFinite(value)) return null;
  if (Number.isInteger(value))
    return kind === 'float' && Math.abs(value) < 1e21 ? formatFloat(value) : `${BigInt(value)}`;
  return kind === 'float' ? formatFloat(value) : null;
}

function formatFloat(value: number): string {
  const [mantissa = '', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  const sign = mantissa.startsWith('-') ? '-' : '';
  const digits = mantissa.replace(/[-.]/g, '');
  const point = exponent + 1;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return `${sign}${digits}${'0'.repeat(point - digits.length)}.0`;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

function readInteger(text: string): bigint | null {
  if (!/^[+-]?[0-9]+(?:_[0-9]+)*$/.test(text)) return null;
  const digits = text.replace(/[+_-]/g, '');
  if (countCharacters(digits) > maxIntegerDigits) return null;
  return text.startsWith('-') ? -BigInt(digits) : BigInt(digits);
}

function readFloat(text: string): number | null {
  const word = /^([+-]?)(inf|infinity|nan)$/i.exec(text);
  if (word !== null) {
    if (word[2]!.toLowerCase() === 'nan') return Number.NaN;
    return word[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  return floatShape.test(text) ? Number(text.replaceAll('_', '')) : null;
}

/** Python counts every Unicode decimal digit; each script has its ten in a row. */
function foldDigits(text: string): string {
  return text.replace(/[^\x00-\x7f]/gu, (c) => {
    if (!/\p{Nd}/u.test(c)) return c === '\x85' ? ' ' : c;
    const code = c.codePointAt(0)!;
    let zero = code;
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return String((code - zero) % 10);
  });
}
