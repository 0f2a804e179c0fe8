// Python's `text % target`, as far as a policy can use it: `%(project_id)s` and everything that goes wrong around it.
import { formatPythonRepr, formatPythonText, type PolicyValue, type PolicyValues } from './python-text';

/** What the formatting comes to. `missing-key` is Python's KeyError, which the checks take for "no match". */
export type Formatted =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing-key'; readonly key: string }
  | { readonly kind: 'raises'; readonly because: string }
  | { readonly kind: 'unknown'; readonly because: string };

/** Wider paddings than this are not built. */
const maxWidth = 10_000;
const SPECIFIER = /([-+ #0]*)(\*|\d*)(?:\.(\*|\d*))?[hlL]?/y;

/** Formats `match` with the target as Python's `%` operator does with a mapping on its right. */
export function formatWithTarget(match: string, target: PolicyValues): Formatted {
  let text = '';
  let at = 0;
  // The argument a specifier without a key takes: the target itself, once; after a `%(key)s` there is none left.
  let hasTargetLeft = true;
  for (;;) {
    const percent = match.indexOf('%', at);
    if (percent < 0) return { kind: 'text', text: text + match.slice(at) };
    text += match.slice(at, percent);
    at = percent + 1;
    let value: PolicyValue | undefined;
    if (match[at] === '(') {
      const end = findClosing(match, at);
      if (end < 0) return { kind: 'raises', because: 'incomplete format key' };
      const key = match.slice(at + 1, end);
      if (!Object.hasOwn(target, key)) return { kind: 'missing-key', key };
      value = target[key];
      hasTargetLeft = false;
      at = end + 1;
    }
    SPECIFIER.lastIndex = at;
    const [specifier = '', flags = '', width = '', precision] = SPECIFIER.exec(match) ?? [];
    at += specifier.length;
    const conversion = String.fromCodePoint(match.codePointAt(at) ?? 0);
    if (at >= match.length) return { kind: 'raises', because: 'incomplete format' };
    at += conversion.length;
    if (width === '*' || precision === '*') return { kind: 'unknown', because: 'a width taken from an argument' };
    if (Number(width) > maxWidth) return { kind: 'unknown', because: 'a very wide padding' };
    if (conversion === '%') {
      text += '%';
      continue;
    }
    if (value === undefined) {
      if (!hasTargetLeft) return { kind: 'raises', because: 'not enough arguments for format string' };
      return { kind: 'unknown', because: 'the whole target formatted as text' };
    }
    const formatted = convertValue(conversion, value);
    if (formatted.kind !== 'text') return formatted;
    text += padText(formatted.text, flags.includes('-'), Number(width), precision);
  }
}

function convertValue(conversion: string, value: PolicyValue): Formatted {
  switch (conversion) {
    case 's':
      return { kind: 'text', text: formatPythonText(value) };
    case 'r':
      return { kind: 'text', text: formatPythonRepr(value) };
    case 'd':
    case 'i':
    case 'u':
      if (typeof value === 'number' || typeof value === 'boolean') {
        return { kind: 'unknown', because: `a number formatted with %${conversion}` };
      }
      return { kind: 'raises', because: `%${conversion} needs a number` };
    case 'a':
    case 'c':
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
    case 'o':
    case 'x':
    case 'X':
      return { kind: 'unknown', because: `the conversion %${conversion}` };
    default:
      return { kind: 'raises', because: 'unsupported format character' };
  }
}

function padText(text: string, isLeft: boolean, width: number, precision: string | undefined): string {
  if (precision === undefined && width === 0) return text;
  const characters = [...text];
  const kept = precision === undefined ? characters : characters.slice(0, Number(precision));
  const padding = ' '.repeat(Math.max(0, width - kept.length));
  return isLeft ? kept.join('') + padding : padding + kept.join('');
}

/** The parenthesis that closes the one at `open`; parentheses inside a key must balance. -1: none. */
function findClosing(text: string, open: number): number {
  let depth = 0;
  for (let index = open; index < text.length; index += 1) {
    if (text[index] === '(') depth += 1;
    else if (text[index] === ')') {
      depth -= 1;
      if (depth === 0) return index;
    }
  }
  return -1;
}
