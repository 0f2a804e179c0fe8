// What was meant by a value that its type refuses: offered only when one plain reading of it is accepted.
import { parseValues } from '../../documents/ini/values/parse-value';
import type { OptionFacts, ValueType } from '../../openstack/types';

/** The value as it has to be written: brackets added, quotes dropped, a word in the case of the option; null when nobody can tell. */
export function respell({ type }: Pick<OptionFacts, 'type'>, raw: string): string | null {
  if (/[\r\n$]/.test(raw)) return null;
  const readings = new Set(proposeReadings(type, raw.trim()).filter((text) => parseValues(type, [text]).ok));
  return readings.size === 1 ? ([...readings][0] ?? null) : null;
}

function proposeReadings(type: ValueType, raw: string): string[] {
  const text = unquote(raw);
  switch (type.kind) {
    case 'list':
      return [writeList(raw, type.bounds)];
    case 'boolean':
      return /^(?:enabled?|y|on)$/i.test(text) ? ['true'] : /^(?:disabled?|n|off)$/i.test(text) ? ['false'] : [text];
    case 'integer':
    case 'port':
      return /^\d+(?:\.0*)?(?:e\+?\d{1,2})?$/i.test(text) && Number.isSafeInteger(Number(text))
        ? [String(Number(text))]
        : [];
    case 'string':
      return [text, text.toLowerCase(), text.toUpperCase()];
    default:
      return [text];
  }
}

/** Items without quotes and blanks; a reading with an empty item is none. */
function writeList(raw: string, hasBounds: boolean): string {
  const inner = /^[[({](.*)[\])}]$/s.exec(raw)?.[1] ?? raw.replace(/^\[|\]$/g, '');
  const items = inner.split(',').map((item) => unquote(item.trim()));
  const written = items.filter((item) => item !== '').join(',');
  return hasBounds ? `[${written}]` : written;
}

function unquote(text: string): string {
  return /^(["'])(.*)\1$/s.exec(text)?.[2]?.trim() ?? text;
}
