// Reads the text of a value under its declared type, exactly as oslo.config's types do.
import type { OptionValue, ValueType } from '../../../openstack/types';
import { parseDict, parseList } from './collections';
import { parseHost, parseIpAddress, parseUri } from './hosts';
import { parseNumber } from './numbers';
import { accept, type ParsedValue } from './parsed';
import { parseBoolean, parseRange, parseString } from './strings';

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
