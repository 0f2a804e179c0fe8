// What `ast.literal_eval` makes of the left side of a generic check: a literal, a path into the credentials, or an error.
import { formatPythonFloat } from './python-text';

/** `path`: literal_eval raises ValueError and the credentials are asked. `syntax-error` raises: the request is answered 500. */
export type LeftSide =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'path' }
  | { readonly kind: 'syntax-error' }
  | { readonly kind: 'unknown' };

const KEYWORDS = new Set(
  `and as assert async await break class continue def del elif else except finally for from global if import in is
   lambda nonlocal not or pass raise return try while with yield`.split(/\s+/),
);
const CONSTANTS = new Map([
  ['True', 'True'],
  ['False', 'False'],
  ['None', 'None'],
]);
const NAME = /[\p{XIDS}_][\p{XIDC}]*/uy;
const FLOAT =
  /(?:(?:\d(?:_?\d)*)?\.\d(?:_?\d)*|\d(?:_?\d)*\.)(?:[eE][-+]?\d(?:_?\d)*)?|\d(?:_?\d)*[eE][-+]?\d(?:_?\d)*/y;
const INTEGER = /0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|0(?:_?0)*|[1-9](?:_?\d)*/y;
const OPERATOR = /\*\*|\/\/|<<|>>|<=|>=|==|!=|[-+*/%@&|^<>]/y;
/** Beyond a plain expression of names, numbers, quoted words and operators nothing is claimed. */
const BEYOND = /[\\[\](){},;\0\s]|'''|"""/;
/** Python refuses to convert longer integers. */
const maxIntegerDigits = 4000;

interface Atom {
  readonly end: number;
  /** Null: not a constant. */
  readonly literal: string | null;
  readonly isNumber: boolean;
}

/** Classifies the text before the first colon of a generic check. */
export function readLeftSide(left: string): LeftSide {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(left)) {
    const constant = CONSTANTS.get(left);
    if (constant !== undefined) return { kind: 'literal', text: constant };
    return KEYWORDS.has(left) ? { kind: 'syntax-error' } : { kind: 'path' };
  }
  if (left === '[]' || left === '{}') return { kind: 'literal', text: left };
  if (BEYOND.test(left)) return { kind: 'unknown' };
  return readExpression(left);
}

function readExpression(text: string): LeftSide {
  let at = 0;
  let operands = 0;
  let signs = '';
  let only: Atom | null = null;
  for (;;) {
    signs = '';
    while ('+-~'.includes(text[at] || '?')) {
      signs += text[at];
      at += 1;
    }
    const atom = readPrimary(text, at);
    if (atom === 'unknown') return { kind: 'unknown' };
    if (atom === 'syntax-error') return { kind: 'syntax-error' };
    only = atom;
    operands += 1;
    at = atom.end;
    if (at >= text.length || text[at] === '#') break;
    OPERATOR.lastIndex = at;
    const operator = OPERATOR.exec(text)?.[0];
    if (operator === undefined) {
      // `'a'in'b'` needs no blank: a word operator after a value is beyond the claim.
      return { kind: /^(?:and|or|in|is|if|not)/.test(text.slice(at)) ? 'unknown' : 'syntax-error' };
    }
    at += operator.length;
  }
  // Two numbers joined by + or - could be a complex literal; one without "j" is malformed, which means "ask the credentials".
  if (operands > 1 || only.literal === null) return { kind: 'path' };
  if (signs === '') return { kind: 'literal', text: only.literal };
  if (!only.isNumber || signs.length > 1 || signs === '~') return { kind: 'path' };
  const isZeroInteger = only.literal === '0';
  return { kind: 'literal', text: signs === '-' && !isZeroInteger ? `-${only.literal}` : only.literal };
}

/** An atom with its attributes: `user.domain.id`. */
function readPrimary(text: string, start: number): Atom | 'unknown' | 'syntax-error' {
  let atom = readAtom(text, start);
  if (typeof atom === 'string') return atom;
  while (text[atom.end] === '.') {
    const name = matchAt(NAME, text, atom.end + 1);
    if (name === null || KEYWORDS.has(name) || CONSTANTS.has(name)) return 'syntax-error';
    atom = { end: atom.end + 1 + name.length, literal: null, isNumber: false };
  }
  return atom;
}

function readAtom(text: string, start: number): Atom | 'unknown' | 'syntax-error' {
  const quote = text[start];
  if (quote === '"' || quote === "'") return readStrings(text, start);
  const float = matchAt(FLOAT, text, start);
  const number = float ?? matchAt(INTEGER, text, start);
  if (number !== null) {
    const end = start + number.length;
    // `1or2` is still an expression, `1j` a complex number: neither is worth a claim. Any other letter is an error.
    if (/^(?:[jJ]|and|or|in|is|if|else|not)/.test(text.slice(end, end + 4))) return 'unknown';
    if (/^\w/.test(text.slice(end, end + 1))) return 'syntax-error';
    if (number.length > maxIntegerDigits) return 'unknown';
    const digits = number.replaceAll('_', '');
    const literal =
      float === null ? BigInt(/^0+$/.test(digits) ? '0' : digits).toString() : formatPythonFloat(Number(digits));
    return { end, literal, isNumber: true };
  }
  const name = matchAt(NAME, text, start);
  if (name === null) {
    // Ellipsis is a literal to Python.
    return text.startsWith('...', start) ? { end: start + 3, literal: 'Ellipsis', isNumber: false } : 'syntax-error';
  }
  const end = start + name.length;
  if ((name === 'not' || name === 'await') && end < text.length) return 'unknown';
  if (text[end] === '"' || text[end] === "'")
    return /^(?:[urbf]|br|rb|fr|rf)$/i.test(name) ? 'unknown' : 'syntax-error';
  if (KEYWORDS.has(name)) return 'syntax-error';
  return { end, literal: CONSTANTS.get(name) ?? null, isNumber: false };
}

/** One or more quoted words side by side, which Python joins. */
function readStrings(text: string, start: number): Atom | 'syntax-error' {
  let joined = '';
  let at = start;
  while (text[at] === '"' || text[at] === "'") {
    const end = text.indexOf(text[at] ?? '', at + 1);
    if (end < 0) return 'syntax-error';
    joined += text.slice(at + 1, end);
    at = end + 1;
  }
  return { end: at, literal: joined, isNumber: false };
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}
