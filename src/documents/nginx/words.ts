// How nginx reads and how Glacis writes one word: quotes, backslashes, and the characters no word may hold.
import { InternalError, printable } from '../../problems';

/** nginx turns these pairs into one character and leaves every other backslash alone, so that `\d` survives in a regex. */
const escapes: Readonly<Record<string, string>> = { '"': '"', "'": "'", '\\': '\\', t: '\t', r: '\r', n: '\n' };

/** The value nginx gives to the raw text of a word (without its quotes). */
export function unescapeNginxWord(raw: string): string {
  if (!raw.includes('\\')) return raw;
  let value = '';
  for (let i = 0; i < raw.length; i++) {
    const plain = raw[i] === '\\' ? escapes[raw[i + 1] ?? ''] : undefined;
    if (plain === undefined) value += raw[i];
    else {
      value += plain;
      i++;
    }
  }
  return value;
}

const plainWord = /^[A-Za-z0-9_$@./:=~^*+?()|,%&!<>[\]-]+$/;
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/**
 * Writes one word so that nginx reads exactly `value` back: bare when no character is special, else in double quotes.
 * Throws InternalError on control characters other than tab, line feed and carriage return: nginx has no escape for them.
 */
export function quoteNginxWord(value: string): string {
  if (forbidden.test(value)) throw new InternalError(`control character in an nginx word: ${printable(value, 60)}`);
  if (plainWord.test(value)) return value;
  const escaped = value.replace(/\\(?=["'\\trn\t\r\n]|$)|["\t\r\n]/g, (found) => {
    if (found === '\t') return '\\t';
    if (found === '\r') return '\\r';
    if (found === '\n') return '\\n';
    return `\\${found}`;
  });
  return `"${escaped}"`;
}
