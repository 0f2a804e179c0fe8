// Cuts a check string into tokens as oslo.policy does: at white space, then parentheses off both ends of each piece.

/** One token. A `check` is a single base check such as `role:admin`; a `string` is a quoted word. */
export interface CheckToken {
  readonly kind: '(' | ')' | 'and' | 'or' | 'not' | 'check' | 'string';
  readonly text: string;
}

/** What Python's `\s` matches: U+001C..U+001F and U+0085 are blanks there, U+FEFF is not. */
const BLANKS = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** The tokens of a check string, in order. Linear. */
export function cutCheckTokens(text: string): CheckToken[] {
  const tokens: CheckToken[] = [];
  for (const piece of text.split(BLANKS)) {
    let start = 0;
    while (piece[start] === '(') {
      tokens.push({ kind: '(', text: '(' });
      start += 1;
    }
    if (start === piece.length) continue;
    let end = piece.length;
    while (piece[end - 1] === ')') end -= 1;
    const word = piece.slice(start, end);
    const lowered = word.toLowerCase();
    if (lowered === 'and' || lowered === 'or' || lowered === 'not') tokens.push({ kind: lowered, text: word });
    else if (word !== '') {
      // oslo.policy looks for the closing quote before it takes the parentheses off: `'x')` is no quoted word.
      const whole = piece.slice(start);
      const quote = whole[0];
      const isQuoted = whole.length >= 2 && (quote === '"' || quote === "'") && whole.endsWith(quote);
      tokens.push(isQuoted ? { kind: 'string', text: whole.slice(1, -1) } : { kind: 'check', text: word });
    }
    for (let index = end; index < piece.length; index += 1) tokens.push({ kind: ')', text: ')' });
  }
  return tokens;
}
