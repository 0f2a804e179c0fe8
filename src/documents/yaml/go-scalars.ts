// Plain scalars as the YAML reader of Helm takes them: Go reads other texts as numbers than PyYAML does.

const based = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+)$/;
const decimal = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;

/** The number that a plain scalar is; undefined when it stays text: `1:30`, or what no float64 holds. */
export function resolveGoNumber(source: string): number | undefined {
  const plain = source.replaceAll('_', '');
  const [, sign, digits] = based.exec(plain) ?? [];
  if (digits !== undefined) {
    const size = Number(digits.replace(/^0[oO]?(?=[0-7])/, '0o'));
    return size < 2 ** 64 ? (sign === '-' ? -size : size) : undefined;
  }
  if (!decimal.test(plain)) return undefined;
  const value = Number(plain);
  // Zero without a point is a whole number, which has no sign.
  if (value === 0 && !/[.eE]/.test(plain)) return 0;
  return Number.isFinite(value) ? value : undefined;
}
