// Turns the regular expressions declared by options, which are Python's, into JavaScript's.
import { InternalError, printable } from '../../../problems';

const classes: Readonly<Record<string, string>> = {
  d: '\\p{Nd}',
  w: '\\p{L}\\p{N}_',
  s: '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000',
};
const compiled = new Map<string, RegExp>();

/**
 * The expression that accepts what Python's `re.search` accepts.
 *
 * @throws InternalError when the pattern uses something that has no counterpart.
 */
export function compilePythonRegex(pattern: string, ignoreCase: boolean): RegExp {
  const id = `${ignoreCase ? 'i' : ''}/${pattern}`;
  let expression = compiled.get(id);
  if (expression === undefined) {
    try {
      expression = new RegExp(translatePattern(pattern), ignoreCase ? 'iu' : 'u');
    } catch (cause) {
      throw new InternalError(`no JavaScript counterpart of the expression ${printable(pattern)}`, { cause });
    }
    compiled.set(id, expression);
  }
  return expression;
}

function translatePattern(pattern: string): string {
  let out = '';
  let isInClass = false;
  for (let i = 0; i < pattern.length; i += 1) {
    const c = pattern[i]!;
    if (c === '\\') {
      i += 1;
      out += translateEscape(pattern[i] ?? '', isInClass);
    } else if (isInClass) {
      isInClass = c !== ']';
      out += c;
    } else if (c === '[') {
      isInClass = true;
      out += c;
    } else if (c === '$') {
      // Python's `$` also matches before a last line feed.
      out += '(?=\\n?$)';
    } else if (c === '.') {
      out += '[^\\n]';
    } else if (c === '(' && pattern.startsWith('(?P<', i)) {
      i += 2;
      out += '(?';
    } else out += c;
  }
  return out;
}

function translateEscape(letter: string, isInClass: boolean): string {
  const members = classes[letter];
  if (members !== undefined) return isInClass ? members : `[${members}]`;
  const opposite = classes[letter.toLowerCase()];
  if (opposite !== undefined && !isInClass) return `[^${opposite}]`;
  if (letter === 'Z') return '$';
  if (/[nrtfv0-9]/.test(letter)) return `\\${letter}`;
  if (letter === '' || /[A-Za-z]/.test(letter)) throw new InternalError(`unknown escape \\${letter}`);
  return `\\x${letter.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
