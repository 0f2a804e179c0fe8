// The plain text of a value under its type, before `$` is escaped and quotes are put round it.
import type { OptionValue, ValueType } from '../../../openstack/types';
import { printable } from '../../../problems';
import { stripBlanks } from '../python-text';
import { formatNumber } from './numbers';

/** The text, or why the type has no way to write the value. */
export type FormattedValue =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly error: string };

/**
 * Formats a value: booleans as true and false, numbers in plain decimals, lists with commas and (when bounded) brackets.
 * Null is only possible for a number, which reads a blank text as unset.
 */
export function formatValue(type: ValueType, value: OptionValue): FormattedValue {
  switch (type.kind) {
    case 'boolean':
      return typeof value === 'boolean' ? formatted(String(value)) : refuseKind(type, value);
    case 'integer':
    case 'float':
    case 'port': {
      if (value === null) return formatted('');
      const text = typeof value === 'number' ? formatNumber(type.kind, value) : null;
      return text === null ? refuseKind(type, value) : formatted(text);
    }
    case 'list':
      return Array.isArray(value) ? formatList(type, value) : refuseKind(type, value);
    case 'dict':
      return isDictionary(value) ? formatDict(type, value) : refuseKind(type, value);
    case 'multi':
      return refuseKind(type, value);
    case 'string':
      if (typeof value !== 'string') return refuseKind(type, value);
      return formatted(type.quotes === true && /^["']/.test(value) ? `"${value}"` : value);
    default:
      return typeof value === 'string' ? formatted(value) : refuseKind(type, value);
  }
}

function formatList(
  type: Extract<ValueType, { readonly kind: 'list' }>,
  values: readonly OptionValue[],
): FormattedValue {
  const items: string[] = [];
  for (const value of values) {
    const item = formatValue(type.item, value);
    if (!item.ok) return item;
    const { text } = item;
    // Only a type that strips quotes can keep a comma: `"a,b"`.
    const mustQuote = text.includes(',') && type.item.kind === 'string' && type.item.quotes === true;
    if (/[[\]]/.test(text) || (text.includes(',') && !mustQuote)) {
      return { ok: false, error: `a list item cannot hold a comma or a bracket: "${printable(text, 60)}"` };
    }
    if (text === '' || text !== stripBlanks(text)) {
      return { ok: false, error: `a list item cannot be empty or have blanks at its ends: "${printable(text, 60)}"` };
    }
    items.push(mustQuote && !/^["']/.test(text) ? `"${text}"` : text);
  }
  return formatted(type.bounds ? `[${items.join(',')}]` : items.join(','));
}

function formatDict(
  type: Extract<ValueType, { readonly kind: 'dict' }>,
  values: { readonly [key: string]: OptionValue },
): FormattedValue {
  const pairs: string[] = [];
  for (const [key, value] of Object.entries(values)) {
    const item = formatValue(type.value, value);
    if (!item.ok) return item;
    const pair = `${key}:${item.text}`;
    if (/[,:{}]/.test(key) || /[,{}]/.test(item.text)) {
      return {
        ok: false,
        error: `a pair cannot hold a comma or a brace, nor its name a colon: "${printable(pair, 60)}"`,
      };
    }
    pairs.push(pair);
  }
  return formatted(type.bounds ? `{${pairs.join(',')}}` : pairs.join(','));
}

function isDictionary(value: OptionValue): value is { readonly [key: string]: OptionValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function formatted(text: string): FormattedValue {
  return { ok: true, text };
}

function refuseKind(type: ValueType, value: OptionValue): FormattedValue {
  const shown = printable(JSON.stringify(value) ?? 'nothing', 60);
  return { ok: false, error: `an option of type ${type.kind} cannot hold ${shown}` };
}
