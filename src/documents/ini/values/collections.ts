// Lists and dictionaries as oslo.config reads them, with its way of joining pieces that fail on their own.
import type { OptionValue, ValueType } from '../../../openstack/types';
import { stripBlanks } from '../python-text';
import { accept, type ParsedValue, refuse } from './parsed';

type ListType = Extract<ValueType, { readonly kind: 'list' }>;
type DictType = Extract<ValueType, { readonly kind: 'dict' }>;
type ItemReader = (type: ValueType, raw: string) => ParsedValue;

/**
 * Reads a ListOpt. With bounds the brackets must be there; without, they become part of the first and last item.
 * A piece that its type refuses is joined with the next one, which is how `"a,b"` stays one item.
 */
export function parseList(type: ListType, raw: string, parseItem: ItemReader): ParsedValue {
  let text = stripBlanks(raw).replace(/(?<!,),+$/, '');
  if (type.bounds) {
    const inner = removeBounds(text, '[', ']');
    if (inner === null) return refuse(raw, 'must stand in brackets: [a,b]');
    text = inner;
  }
  if (text === '') return accept([]);
  const values: OptionValue[] = [];
  let start = 0;
  while (start <= text.length) {
    let end = endOfPiece(text, start);
    let item = parseItem(type.item, stripBlanks(text.slice(start, end)));
    while (!item.ok) {
      if (end >= text.length || !canHoldComma(type.item)) return item;
      end = endOfPiece(text, end + 1);
      item = parseItem(type.item, stripBlanks(text.slice(start, end)));
    }
    values.push(item.value);
    start = end + 1;
  }
  return accept(values);
}

/** Reads a DictOpt: `a:1,b:2`, in braces when bounded. Keys are unique and not empty; a value keeps its colons. */
export function parseDict(type: DictType, raw: string, parseItem: ItemReader): ParsedValue {
  let text = stripBlanks(raw);
  if (type.bounds) {
    const inner = removeBounds(text, '{', '}');
    if (inner === null) return refuse(raw, 'must stand in braces: {a:1,b:2}');
    text = inner;
  }
  if (text === '') return accept({});
  const values = new Map<string, OptionValue>();
  let start = 0;
  while (start <= text.length) {
    const colon = text.indexOf(':', start);
    if (colon < 0) return refuse(text.slice(start), 'is no name:value pair');
    let end = endOfPiece(text, colon);
    let item = parseItem(type.value, stripBlanks(text.slice(colon + 1, end)));
    while (!item.ok) {
      if (end >= text.length || !canHoldComma(type.value)) return item;
      end = endOfPiece(text, end + 1);
      item = parseItem(type.value, stripBlanks(text.slice(colon + 1, end)));
    }
    const key = stripBlanks(text.slice(start, colon));
    if (key === '') return refuse(text.slice(start, end), 'has an empty name');
    if (values.has(key)) return refuse(key, 'is named twice');
    values.set(key, item.value);
    start = end + 1;
  }
  return accept(Object.fromEntries(values));
}

function endOfPiece(text: string, from: number): number {
  const comma = text.indexOf(',', from);
  return comma < 0 ? text.length : comma;
}

/** Where no accepted text holds a comma, joining cannot help, and a long list need not be tried piece by piece. */
function canHoldComma(type: ValueType): boolean {
  if (type.kind === 'string') {
    return type.quotes === true || (type.choices?.some((choice) => choice?.includes(',') === true) ?? true);
  }
  return type.kind === 'uri' || type.kind === 'list' || type.kind === 'dict' || type.kind === 'multi';
}

function removeBounds(text: string, open: string, close: string): string | null {
  return text.startsWith(open) && text.endsWith(close) ? text.slice(1, -1) : null;
}
