// The text that Python's str() gives a value: what `$name` is replaced with.
import type { OptionValue, ValueType } from '../../openstack/types';
import { formatPythonFloat, formatPythonRepr } from '../oslo-policy/python-text';

/** `True`, `1.0`, `['a', 'b']`; nothing for None. */
export function writePythonText(type: ValueType, value: OptionValue): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : represent(type, value);
}

function represent(type: ValueType | undefined, value: OptionValue): string {
  if (typeof value === 'number' && type?.kind === 'float') return formatPythonFloat(value);
  if (value === null || typeof value !== 'object') return formatPythonRepr(value);
  if (Array.isArray(value)) {
    const item = type?.kind === 'list' || type?.kind === 'multi' ? type.item : undefined;
    return `[${(value as readonly OptionValue[]).map((member) => represent(item, member)).join(', ')}]`;
  }
  const member = type?.kind === 'dict' ? type.value : undefined;
  const pairs = Object.entries(value).map(([key, each]) => `${formatPythonRepr(key)}: ${represent(member, each)}`);
  return `{${pairs.join(', ')}}`;
}
