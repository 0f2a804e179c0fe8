// The text that Python's str() gives a value: what `$name` is replaced with.
import type { OptionValue, ValueType } from '../../openstack/types';

/** `True`, `1.0`, `['a', 'b']`; nothing for None. */
export function writePythonText(type: ValueType, value: OptionValue): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : represent(type, value);
}

function represent(type: ValueType | undefined, value: OptionValue): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return representNumber(value, type?.kind === 'float');
  if (typeof value === 'string') return representText(value);
  if (Array.isArray(value)) {
    const item = type?.kind === 'list' || type?.kind === 'multi' ? type.item : undefined;
    return `[${(value as readonly OptionValue[]).map((member) => represent(item, member)).join(', ')}]`;
  }
  const member = type?.kind === 'dict' ? type.value : undefined;
  const pairs = Object.entries(value).map(([key, each]) => `${representText(key)}: ${represent(member, each)}`);
  return `{${pairs.join(', ')}}`;
}

function representNumber(value: number, isFloat: boolean): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (!isFloat && Number.isInteger(value)) return BigInt(value).toString();
  const [mantissa = '', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) {
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  if (exponent < 0) {
    const sign = value < 0 ? '-' : '';
    return `${sign}0.${'0'.repeat(-exponent - 1)}${mantissa.replace(/[-.]/g, '')}`;
  }
  return Number.isInteger(value) ? `${Object.is(value, -0) ? '-0' : value}.0` : String(value);
}

function representText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replace(/[\\'\p{C}\p{Z}]/gu, (c) => {
    if (c === ' ') return c;
    if (c === "'") return quote === "'" ? "\\'" : c;
    if (c === '\\') return '\\\\';
    const named = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[c];
    if (named !== undefined) return named;
    const code = c.codePointAt(0)!;
    if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
    if (code < 0x10000) return `\\u${code.toString(16).padStart(4, '0')}`;
    return `\\U${code.toString(16).padStart(8, '0')}`;
  });
  return `${quote}${escaped}${quote}`;
}
