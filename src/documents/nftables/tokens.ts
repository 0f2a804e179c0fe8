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
  for (const [written] of text.matchAll(pieces)) {
    const token = describeToken(written, line);
    if (token !== null) tokens.push(token);
    if (token?.kind === 'broken') break;
    if (written.endsWith('\n')) line += 1;
  }
  return tokens;
}

/** A joined line, blanks, a mark, a comment, a string that ends on its line, or a word: whatever is left is a quote that is never closed. */
const pieces = /\\\r?\n|[ \t\r]+|[\n;{},]|#[^\n]*|"[^"\n]*"|"|\\|[^ \t\r\n;{},#"\\]+/g;

/** Null for what only separates. */
function describeToken(written: string, line: number): NftToken | null {
  const first = written[0];
  switch (first) {
    case '\n':
    case ';':
      return { kind: 'end', text: first, line };
    case '{':
    case '}':
    case ',':
      return { kind: first, text: first, line };
    case '#':
      return { kind: 'comment', text: written.slice(1).replace(/\r$/, ''), line };
    case '"':
      if (written === '"') return { kind: 'broken', text: 'a quote is never closed', line };
      return { kind: 'string', text: written.slice(1, -1), line };
    case '\\':
      return written === '\\' ? { kind: 'word', text: written, line } : null;
    default:
      return /^[ \t\r]/.test(written) ? null : { kind: 'word', text: written, line };
  }
}
