// How HAProxy cuts a line into words, and how Glacis writes a word so that it stays one.
import { InternalError, printable } from '../../problems';
import type { HaproxyWord } from './types';

/** A line cut into words, its trailing comment, and what is broken about it. */
export interface HaproxyCut {
  readonly words: readonly HaproxyWord[];
  /** Text behind an unquoted `#`, or null. */
  readonly comment: string | null;
  readonly broken: string | null;
}

const simpleEscapes: Readonly<Record<string, string>> = {
  ' ': ' ',
  '\\': '\\',
  '#': '#',
  '"': '"',
  "'": "'",
  n: '\n',
  r: '\r',
  t: '\t',
};

/**
 * Cuts one line as HAProxy 2.6 to 3.2 do: blanks separate, `'` keeps all, `"` keeps blanks but expands `$NAME` and `${NAME}`,
 * a backslash makes a few pairs one character and is left alone elsewhere (`\.` in a regex), `#` ends the line.
 */
export function cutHaproxyLine(line: string): HaproxyCut {
  const words: HaproxyWord[] = [];
  let text = '';
  let start = -1;
  let hasEnvironment = false;
  let quote = '';
  const finish = (end: number): void => {
    if (start < 0) return;
    const raw = line.slice(start, end);
    words.push(hasEnvironment ? { text: raw, raw } : { text });
    text = '';
    start = -1;
    hasEnvironment = false;
  };
  for (let i = 0; i < line.length; i++) {
    const c = line[i] ?? '';
    if (quote === '' && (c === ' ' || c === '\t' || c === '\r')) {
      finish(i);
      continue;
    }
    if (quote === '' && c === '#') {
      finish(i);
      return { words, comment: line.slice(i + 1).replace(/\r$/, ''), broken: null };
    }
    if (start < 0) start = i;
    if (quote === "'" ? c === "'" : (c === '"' && quote !== "'") || (c === "'" && quote === '')) {
      quote = quote === '' ? c : '';
    } else if (c === '\\' && quote !== "'") {
      const next = line[i + 1] ?? '';
      const hex = next === 'x' ? /^[0-9a-fA-F]{2}/.exec(line.slice(i + 2, i + 4)) : null;
      const plain = quote === '"' && next === '$' ? '$' : simpleEscapes[next];
      if (next === 'x' && hex === null) return { words, comment: null, broken: 'a \\x without two hexadecimal digits' };
      text += hex ? String.fromCharCode(Number.parseInt(hex[0], 16)) : (plain ?? c);
      i += hex ? 3 : plain === undefined ? 0 : 1;
    } else {
      if (c === '$' && quote === '"') {
        if (!/^[A-Za-z_{]/.test(line[i + 1] ?? '')) {
          return { words, comment: null, broken: 'a $ in double quotes that names no environment variable' };
        }
        hasEnvironment = true;
      }
      text += c;
    }
  }
  if (quote !== '') return { words, comment: null, broken: 'a quote is never closed' };
  finish(line.length);
  return { words, comment: null, broken: null };
}

const plainWord = /^[A-Za-z0-9_@.:/=~^*+?()|,%&!<>[\]{}$;-]+$/;

/**
 * Writes a word bare, or in single quotes, in which HAProxy reads every character as it stands.
 * Throws InternalError on line breaks and other control characters.
 */
export function quoteHaproxyWord(word: HaproxyWord): string {
  if (word.raw !== undefined) return word.raw;
  if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(word.text)) {
    throw new InternalError(`control character in a HAProxy word: ${printable(word.text, 60)}`);
  }
  if (plainWord.test(word.text)) return word.text;
  return (
    word.text
      .split("'")
      .map((part) => (part === '' ? '' : `'${part}'`))
      .join("\\'") || "''"
  );
}
