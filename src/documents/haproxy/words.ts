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
  const cutter = new LineCutter(line);
  while (cutter.broken === null && cutter.comment === null && cutter.at < line.length) cutter.take();
  if (cutter.broken === null) cutter.finish();
  const { words, comment, broken } = cutter;
  return { words, comment, broken };
}

class LineCutter implements HaproxyCut {
  readonly words: HaproxyWord[] = [];
  comment: string | null = null;
  broken: string | null = null;
  /** Where the next character is. */
  at = 0;
  private text = '';
  /** Where the word that is open begins, or -1. */
  private start = -1;
  private hasEnvironment = false;
  private quote: '' | '"' | "'" = '';

  constructor(private readonly line: string) {}

  /** Takes the next character, and what belongs to it. */
  take(): void {
    const c = this.line[this.at] ?? '';
    if (this.quote === '' && (c === ' ' || c === '\t' || c === '\r')) {
      this.endWord();
      this.at += 1;
      return;
    }
    if (this.quote === '' && c === '#') {
      this.endWord();
      this.comment = this.line.slice(this.at + 1).replace(/\r$/, '');
      return;
    }
    if (this.start < 0) this.start = this.at;
    if ((c === '"' || c === "'") && (this.quote === '' || this.quote === c)) {
      this.quote = this.quote === '' ? c : '';
      this.at += 1;
    } else if (c === '\\' && this.quote !== "'") this.takeEscape();
    else this.takeCharacter(c);
  }

  /** Ends the last word; a quote that is open breaks the line. */
  finish(): void {
    if (this.quote !== '') this.broken = 'a quote is never closed';
    else this.endWord();
  }

  private takeEscape(): void {
    const next = this.line[this.at + 1] ?? '';
    if (next === 'x') {
      const [digits] = /^[0-9a-fA-F]{2}/.exec(this.line.slice(this.at + 2, this.at + 4)) ?? [];
      if (digits === undefined) this.broken = 'a \\x without two hexadecimal digits';
      else this.text += String.fromCharCode(Number.parseInt(digits, 16));
      this.at += 4;
      return;
    }
    const meant = this.quote === '"' && next === '$' ? '$' : simpleEscapes[next];
    this.text += meant ?? '\\';
    this.at += meant === undefined ? 1 : 2;
  }

  private takeCharacter(c: string): void {
    if (c === '$' && this.quote === '"') {
      const isNamed = /^[A-Za-z_{]/.test(this.line[this.at + 1] ?? '');
      if (!isNamed) this.broken = 'a $ in double quotes that names no environment variable';
      this.hasEnvironment = true;
    }
    this.text += c;
    this.at += 1;
  }

  private endWord(): void {
    if (this.start < 0) return;
    const raw = this.line.slice(this.start, this.at);
    this.words.push(this.hasEnvironment ? { text: raw, raw } : { text: this.text });
    this.text = '';
    this.start = -1;
    this.hasEnvironment = false;
  }
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
