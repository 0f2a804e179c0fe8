// What Python's str methods say about single characters, for the Unicode version of each Python.

import type { PythonTraits } from './python';

// First code point of each run of ten decimal digits, then the Unicode version (131 = 13.1) that added it, when after 13.0.
const decimalStarts: readonly (readonly [start: number, unicode: number])[] = [
  ...[0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0],
  ...[0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620],
  ...[0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0],
  ...[0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0, 0x16a60],
  ...[0x16b50, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e950, 0x1fbf0],
]
  .map((start): [number, number] => [start, 130])
  .concat([
    [0x16ac0, 140],
    [0x11f50, 150],
    [0x1e4f0, 150],
    ...[0x10d40, 0x116d0, 0x116da, 0x11bf0, 0x16130, 0x16d70, 0x1ccf0, 0x1e5f1].map((s): [number, number] => [s, 160]),
  ]);

// Characters whose numeric type is "digit" without being decimal: superscripts, circled and parenthesised figures.
const otherDigits: readonly (readonly [first: number, last: number])[] = [
  [0xb2, 0xb3],
  [0xb9, 0xb9],
  [0x1369, 0x1371],
  [0x19da, 0x19da],
  [0x2070, 0x2070],
  [0x2074, 0x2079],
  [0x2080, 0x2089],
  [0x2460, 0x2468],
  [0x2474, 0x247c],
  [0x2488, 0x2490],
  [0x24ea, 0x24ea],
  [0x24f5, 0x24fd],
  [0x24ff, 0x24ff],
  [0x2776, 0x277e],
  [0x2780, 0x2788],
  [0x278a, 0x2792],
  [0x10a40, 0x10a43],
  [0x10e60, 0x10e68],
  [0x11052, 0x1105a],
  [0x1f100, 0x1f10a],
];

// Capitals that got a small letter after Unicode 13.0: an older Python leaves them alone.
const laterCapitals: readonly (readonly [first: number, last: number, unicode: number])[] = [
  [0x2c2f, 0x2c2f, 140],
  [0xa7c0, 0xa7c0, 140],
  [0xa7d0, 0xa7d0, 140],
  [0xa7d6, 0xa7d6, 140],
  [0xa7d8, 0xa7d8, 140],
  [0x10570, 0x10595, 140],
  [0x1c89, 0x1c89, 160],
  [0xa7cb, 0xa7cc, 160],
  [0xa7da, 0xa7da, 160],
  [0xa7dc, 0xa7dc, 160],
  [0x10d50, 0x10d65, 160],
  [0xa7ce, 0xa7ce, 170],
  [0xa7d2, 0xa7d2, 170],
  [0xa7d4, 0xa7d4, 170],
  [0x16ea0, 0x16eb8, 170],
];

/** The value of a decimal digit of any script, as `int()` reads it; -1 when it is none. */
function decimalValueOf(codePoint: number, python: PythonTraits): number {
  if (codePoint < 0x660) {
    return codePoint >= 0x30 && codePoint <= 0x39 ? codePoint - 0x30 : -1;
  }
  for (const [start, unicode] of decimalStarts) {
    if (codePoint >= start && codePoint < start + 10 && unicode <= python.unicode) {
      return codePoint - start;
    }
  }
  return -1;
}

/** `str.isdigit()` of one character: decimal digits of any script, superscripts and circled figures too. */
export function isDigit(codePoint: number, python: PythonTraits): boolean {
  return (
    decimalValueOf(codePoint, python) >= 0 ||
    (codePoint > 0x7f && otherDigits.some(([first, last]) => codePoint >= first && codePoint <= last))
  );
}

/** `str.lower()`, the rule for a final sigma included. */
export function lowerCase(text: string, python: PythonTraits): string {
  if (/^[\0-\x7f]*$/.test(text)) {
    return text.toLowerCase();
  }
  let lowered = '';
  let run = 0;
  for (let i = 0; i < text.length; i++) {
    const codePoint = text.codePointAt(i)!;
    const width = codePoint > 0xffff ? 2 : 1;
    if (isLaterCapital(codePoint, python)) {
      lowered += text.slice(run, i).toLowerCase() + text.slice(i, i + width);
      run = i + width;
    }
    i += width - 1;
  }
  return lowered + text.slice(run).toLowerCase();
}

function isLaterCapital(codePoint: number, python: PythonTraits): boolean {
  return (
    codePoint >= 0x1c89 &&
    laterCapitals.some(([first, last, unicode]) => codePoint >= first && codePoint <= last && unicode > python.unicode)
  );
}

const blank = /[\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
// int() leaves U+001C to U+001F where they are.
const blankBesideNumber = /[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

/** `str.strip()`: what Python calls white space differs from JavaScript's (U+001C to U+001F and U+0085 count, U+FEFF does not). */
export function stripBlanks(text: string): string {
  return trimMatching(text, blank);
}

// By index and not by one regex: a long run of blanks inside hostile text would make `\s*$` quadratic.
function trimMatching(text: string, character: RegExp): string {
  let start = 0;
  let end = text.length;
  while (start < end && character.test(text[start]!)) {
    start++;
  }
  while (end > start && character.test(text[end - 1]!)) {
    end--;
  }
  return text.slice(start, end);
}

/** `int(text)` with base 10: blanks around it, one sign, single underscores and digits of any script; null for ValueError. */
export function readInteger(text: string, python: PythonTraits): bigint | null {
  if (/^[0-9]{1,15}$/.test(text)) {
    return BigInt(text);
  }
  const trimmed = trimMatching(text, blankBesideNumber);
  const sign = /^[+-]/.exec(trimmed)?.[0] ?? '';
  let digits = '';
  let hasDigitBefore = false;
  for (const character of trimmed.slice(sign.length)) {
    if (character === '_') {
      if (!hasDigitBefore) {
        return null;
      }
      hasDigitBefore = false;
      continue;
    }
    const value = decimalValueOf(character.codePointAt(0)!, python);
    if (value < 0) {
      return null;
    }
    digits += value;
    hasDigitBefore = true;
  }
  // CPython refuses texts over 4300 digits since 3.9.14, 3.10.7 and 3.11.
  if (!hasDigitBefore || digits.length > 4300) {
    return null;
  }
  return sign === '-' ? -BigInt(digits) : BigInt(digits);
}
