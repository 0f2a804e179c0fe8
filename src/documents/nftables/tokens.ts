// Cuts nftables text into tokens: words, quoted strings, punctuation, ends of lines and comments.

/** A token with its line. A newline ends a statement outside set braces, as a semicolon does. */
export interface NftToken {
  readonly kind: 'word' | 'string' | 'end' | '{' | '}' | ',' | 'comment' | 'broken';
  readonly text: string;
  readonly line: number;
}

/** A statement's tokens: up to the end of the line or a semicolon outside braces, or with the block it opens. */
export interface NftPiece {
  readonly head: readonly NftToken[];
  /** Tokens between the braces; null when there is no block. */
  readonly body: readonly NftToken[] | null;
  readonly line: number;
}

/** Tokens of a whole file, in order. `=` and operators are words; a backslash before a newline joins the lines. */
export function cutNft(text: string): NftToken[] {
  const tokens: NftToken[] = [];
  let line = 1;
  for (let i = 0; i < text.length; ) {
    const c = text[i] ?? '';
    if (c === '\n' || c === ';') {
      tokens.push({ kind: 'end', text: c, line });
      if (c === '\n') line++;
      i++;
    } else if (c === ' ' || c === '\t' || c === '\r') i++;
    else if (c === '\\' && /^\r?\n/.test(text.slice(i + 1, i + 3))) {
      i += text[i + 1] === '\r' ? 3 : 2;
      line++;
    } else if (c === '{' || c === '}' || c === ',') {
      tokens.push({ kind: c, text: c, line });
      i++;
    } else if (c === '#') {
      const newline = text.indexOf('\n', i);
      const end = newline < 0 ? text.length : newline;
      tokens.push({ kind: 'comment', text: text.slice(i + 1, end).replace(/\r$/, ''), line });
      i = end;
    } else if (c === '"') {
      const close = text.indexOf('"', i + 1);
      if (close < 0 || text.slice(i, close).includes('\n')) {
        tokens.push({ kind: 'broken', text: 'a quote is never closed', line });
        return tokens;
      }
      tokens.push({ kind: 'string', text: text.slice(i + 1, close), line });
      i = close + 1;
    } else {
      const start = i;
      while (i < text.length && !' \t\r\n;{},#"\\'.includes(text[i] ?? '')) i++;
      if (i === start) i++;
      tokens.push({ kind: 'word', text: text.slice(start, i), line });
    }
  }
  return tokens;
}
