// What PyYAML's safe loader makes of a plain scalar: YAML 1.1, so that `no` is false and an empty value is null.

/** The Python type that a scalar becomes. Numbers keep only what a policy can notice: whether they are zero. */
export type ScalarMeaning =
  | { readonly kind: 'text' }
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly isTrue: boolean }
  | { readonly kind: 'number'; readonly isZero: boolean }
  | { readonly kind: 'timestamp' }
  /** `<<`, which merges mappings when it is a key. */
  | { readonly kind: 'merge' }
  /** `=`, for which the safe loader has no constructor except as a key. */
  | { readonly kind: 'value' };

const BOOLEAN = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/;
const TRUE = /^(?:yes|true|on)$/i;
const NULL = /^(?:~|null|Null|NULL|)$/;
const INTEGER =
  /^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const TIMESTAMP =
  /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/;

/** Resolves a plain scalar as PyYAML 6 does. Total: what matches nothing is text. */
export function resolvePlainScalar(text: string): ScalarMeaning {
  if (NULL.test(text)) return { kind: 'null' };
  if (BOOLEAN.test(text)) return { kind: 'boolean', isTrue: TRUE.test(text) };
  if (text === '<<') return { kind: 'merge' };
  if (text === '=') return { kind: 'value' };
  if (INTEGER.test(text) || FLOAT.test(text)) return { kind: 'number', isZero: isZeroNumber(text) };
  if (TIMESTAMP.test(text)) return { kind: 'timestamp' };
  return { kind: 'text' };
}

/** Resolves a bare word of a JSON file: Python's json module knows only null, true, false and numbers. */
export function resolveJsonScalar(text: string): ScalarMeaning {
  if (text === 'null') return { kind: 'null' };
  if (text === 'true' || text === 'false') return { kind: 'boolean', isTrue: text === 'true' };
  return { kind: 'number', isZero: Number(text) === 0 };
}

/** A number is zero when no significant digit is left. `.inf`, `.nan` and the `0x`, `0b` prefixes carry none of their own. */
function isZeroNumber(text: string): boolean {
  const lower = text.toLowerCase();
  if (/inf|nan/.test(lower)) return false;
  if (/^[-+]?0x/.test(lower)) return !/[1-9a-f]/.test(lower.slice(lower.indexOf('x') + 1));
  if (/^[-+]?0b/.test(lower)) return !lower.slice(lower.indexOf('b') + 1).includes('1');
  return !/[1-9]/.test(lower.split('e')[0] ?? '');
}
