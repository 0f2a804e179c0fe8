// Python's str() and repr() of the values that credentials and targets hold.

/** A value in credentials or a target, as JSON holds it. Whole numbers stand for Python's int, others for float. */
export type PolicyValue =
  | string
  | number
  | boolean
  | null
  | readonly PolicyValue[]
  | { readonly [key: string]: PolicyValue };

/** Credentials or target: what oslo.policy sees as a mapping. Looked up by own keys only. */
export type PolicyValues = { readonly [key: string]: PolicyValue };

/** `str(value)` of Python 3: text as it is, everything else as `repr`. */
export function formatPythonText(value: PolicyValue): string {
  return typeof value === 'string' ? value : formatPythonRepr(value);
}

/** `repr(value)` of Python 3. */
export function formatPythonRepr(value: PolicyValue): string {
  if (value === null) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value).toString() : formatPythonFloat(value);
  if (typeof value === 'string') return quotePython(value);
  if (Array.isArray(value)) return `[${value.map(formatPythonRepr).join(', ')}]`;
  const pairs = Object.entries(value).map(([key, item]) => `${quotePython(key)}: ${formatPythonRepr(item)}`);
  return `{${pairs.join(', ')}}`;
}

/** `repr` of a Python float: the shortest digits, an exponent below 1e-4 and from 1e16 on. */
export function formatPythonFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  if (Object.is(value, -0)) return '-0.0';
  const [mantissa = '0', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (value !== 0 && (exponent < -4 || exponent >= 16)) {
    const sign = exponent < 0 ? '-' : '+';
    return `${mantissa}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  const sign = mantissa.startsWith('-') ? '-' : '';
  const digits = mantissa.replace(/[-.]/g, '');
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}

function quotePython(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let quoted = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (character === quote || character === '\\') quoted += `\\${character}`;
    else if (character === '\n') quoted += '\\n';
    else if (character === '\r') quoted += '\\r';
    else if (character === '\t') quoted += '\\t';
    else if (character === ' ' || !/^[\p{C}\p{Z}]$/u.test(character)) quoted += character;
    else if (code < 0x100) quoted += `\\x${code.toString(16).padStart(2, '0')}`;
    else if (code < 0x10000) quoted += `\\u${code.toString(16).padStart(4, '0')}`;
    else quoted += `\\U${code.toString(16).padStart(8, '0')}`;
  }
  return `${quote}${quoted}${quote}`;
}
