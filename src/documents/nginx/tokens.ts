// Cuts an nginx file into words, braces, semicolons and comments, by the rules of nginx's own reader.
import { unescapeNginxWord } from './words';

/** A token with the line it starts on. */
export interface NginxToken {
  readonly kind: 'word' | ';' | '{' | '}' | 'comment' | 'broken';
  /** The unescaped word, the comment without `#`, or what is broken. */
  readonly text: string;
  readonly line: number;
  /** Offset just behind the token. */
  readonly end: number;
}

/** Reads tokens one by one, so that the parser can skip a Lua body by offset. */
export class NginxTokens {
  private offset = 0;
  private line = 1;

  constructor(private readonly text: string) {}

  /** The next token, or null at the end of the file. */
  next(): NginxToken | null {
    const { text } = this;
    for (; this.offset < text.length; this.offset++) {
      const c = text[this.offset];
      if (c === '\n') this.line++;
      else if (c !== ' ' && c !== '\t' && c !== '\r') break;
    }
    const c = text[this.offset];
    if (c === undefined) return null;
    if (c === ';' || c === '{' || c === '}') return this.token(c, c, this.offset + 1);
    if (c === '#') {
      const newline = text.indexOf('\n', this.offset);
      const end = newline < 0 ? text.length : newline;
      return this.token('comment', text.slice(this.offset + 1, end).replace(/\r$/, ''), end);
    }
    return c === '"' || c === "'" ? this.quoted(c) : this.bare();
  }

  /** The text up to the brace that closes the one just read, or null when there is none. Braces in Lua strings count, as in lua-nginx only roughly. */
  skipLuaBody(): string | null {
    const start = this.offset;
    for (let depth = 1, i = start; i < this.text.length; i++) {
      if (this.text[i] === '{') depth++;
      else if (this.text[i] === '}' && --depth === 0) {
        const code = this.text.slice(start, i);
        this.line += code.split('\n').length - 1;
        this.offset = i + 1;
        return code;
      }
    }
    return null;
  }

  private quoted(quote: string): NginxToken {
    for (let i = this.offset + 1; i < this.text.length; i++) {
      if (this.text[i] === '\\') i++;
      else if (this.text[i] === quote) {
        const after = this.text[i + 1] ?? '';
        const word = unescapeNginxWord(this.text.slice(this.offset + 1, i));
        if (after === '' || /[\s;{)]/.test(after)) return this.token('word', word, i + 1);
        return this.token('broken', 'a closing quote must be followed by a space, `;`, `{` or `)`', this.text.length);
      }
    }
    return this.token('broken', 'a quote is never closed', this.text.length);
  }

  private bare(): NginxToken {
    let i = this.offset;
    for (; i < this.text.length; i++) {
      const c = this.text[i];
      if (c === '\\') i++;
      else if (c === '$' && this.text[i + 1] === '{') i++;
      else if (c === ' ' || c === '\t' || c === '\r' || c === '\n' || c === ';' || c === '{') break;
    }
    const end = Math.min(i, this.text.length);
    return this.token('word', unescapeNginxWord(this.text.slice(this.offset, end)), end);
  }

  private token(kind: NginxToken['kind'], text: string, end: number): NginxToken {
    const token = { kind, text, line: this.line, end };
    for (let i = this.offset; i < end; i++) if (this.text.charCodeAt(i) === 10) this.line++;
    this.offset = end;
    return token;
  }
}
