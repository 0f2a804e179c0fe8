// How Go prints a number that came out of YAML: large ones turn into scientific notation, which oslo.config refuses.

/** The text that a Helm template writes for a number: the shortest form, with an exponent from 1e+21 on, from 1e+06 on for Helm's floats. */
export function formatGoNumber(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : value < 0 ? '-Inf' : 'NaN';
  const [mantissa = '0', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (Object.is(value, -0)) return '-0';
  if (value === 0 || (exponent >= -4 && exponent < 6)) return String(value);
  const digits = Math.abs(exponent).toString().padStart(2, '0');
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${digits}`;
}
