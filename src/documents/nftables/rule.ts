// Reads the tokens of one rule into statements; what is not modelled is kept as text and marked unknown.
import type { NftToken } from './tokens';
import type { NftMatchable, NftOperand, NftStatement } from './types';

const twoWordFields: ReadonlySet<string> = new Set<NftMatchable>([
  'meta skuid',
  'meta l4proto',
  'meta nfproto',
  'ct state',
  'ip daddr',
  'ip6 daddr',
  'tcp dport',
  'udp dport',
  'th dport',
]);
/** nft accepts these without `meta`. */
const shortFields: ReadonlyMap<string, NftMatchable> = new Map([
  ['skuid', 'meta skuid'],
  ['oifname', 'oifname'],
  ['oif', 'oif'],
]);
const namedPorts = /^[a-z][a-z0-9_-]*$/;

/** The text of tokens as nft would read them again. */
export function joinNftTokens(tokens: readonly NftToken[]): string {
  return tokens.map((token) => (token.kind === 'string' ? `"${token.text}"` : token.text)).join(' ');
}

/** Statements of one rule. From the first statement that is not modelled to the end of the rule, all is one unknown. */
export function readNftRule(tokens: readonly NftToken[]): NftStatement[] {
  const statements: NftStatement[] = [];
  let i = 0;
  const word = (at: number): string | null => (tokens[at]?.kind === 'word' ? (tokens[at]?.text ?? null) : null);
  while (i < tokens.length) {
    const first = word(i);
    const second = word(i + 1);
    const name = tokens[i + 1];
    if (first === 'counter') {
      statements.push({ kind: 'counter' });
      i += second === 'packets' && word(i + 3) === 'bytes' ? 5 : 1;
    } else if (first === 'log') {
      const isPrefixed = second === 'prefix' && tokens[i + 2]?.kind === 'string';
      const used = isPrefixed ? 3 : 1;
      const next = word(i + used);
      if (next === 'level' || next === 'group' || next === 'flags' || next === 'prefix') break;
      statements.push({ kind: 'log', prefix: isPrefixed ? (tokens[i + 2]?.text ?? '') : null });
      i += used;
    } else if (first === 'accept' || first === 'drop' || first === 'return') {
      statements.push({ kind: first });
      i++;
    } else if (first === 'reject') {
      let end = i + 1;
      if (second === 'with') while (end < tokens.length && word(end) !== 'comment') end++;
      statements.push({ kind: 'reject', using: end > i + 2 ? joinNftTokens(tokens.slice(i + 2, end)) : null });
      i = end;
    } else if ((first === 'jump' || first === 'goto') && second !== null) {
      statements.push({ kind: first, chain: second });
      i += 2;
    } else if (first === 'comment' && name?.kind === 'string') {
      statements.push({ kind: 'comment', text: name.text });
      i += 2;
    } else {
      const match = readMatch(tokens, i);
      if (match === null) break;
      statements.push(match.statement);
      i = match.next;
    }
  }
  if (i < tokens.length) statements.push({ kind: 'unknown', text: joinNftTokens(tokens.slice(i)) });
  return statements;
}

function readMatch(tokens: readonly NftToken[], start: number): { statement: NftStatement; next: number } | null {
  const first = tokens[start];
  if (first?.kind !== 'word') return null;
  const pair = `${first.text} ${tokens[start + 1]?.text ?? ''}`;
  const left = twoWordFields.has(pair) ? (pair as NftMatchable) : shortFields.get(first.text);
  if (left === undefined) return null;
  let i = start + (twoWordFields.has(pair) ? 2 : 1);
  const operator = tokens[i]?.kind === 'word' ? tokens[i]?.text : '';
  const isNegated = operator === '!=';
  if (isNegated || operator === '==' || operator === 'eq') i++;
  const operand = readOperand(tokens, i);
  if (operand === null) return null;
  return { statement: { kind: 'match', left, isNegated, right: operand.right }, next: operand.next };
}

function readOperand(tokens: readonly NftToken[], start: number): { right: NftOperand; next: number } | null {
  const first = tokens[start];
  if (first === undefined) return null;
  if (first.kind === 'word' && first.text.startsWith('@')) {
    return { right: { kind: 'set', name: first.text.slice(1) }, next: start + 1 };
  }
  const values: string[] = [];
  let i = first.kind === '{' ? start + 1 : start;
  for (; ; i += 2) {
    const token = tokens[i];
    if (first.kind === '{' && token?.kind === '}') return { right: { kind: 'values', values }, next: i + 1 };
    if (token === undefined || (token.kind !== 'word' && token.kind !== 'string')) return null;
    if (!isPlainValue(token.text)) return null;
    values.push(token.text);
    if (tokens[i + 1]?.kind === ',') continue;
    if (first.kind !== '{') return { right: { kind: 'values', values }, next: i + 1 };
    if (tokens[i + 1]?.kind !== '}') return null;
    i--;
  }
}

/** Words that stand where a value could, and mean that the statement is another than a plain comparison. */
const notValues: ReadonlySet<string> = new Set([
  'vmap',
  'map',
  'lt',
  'gt',
  'le',
  'ge',
  'ne',
  'set',
  'and',
  'or',
  'xor',
]);

/** Addresses, ranges, numbers, names. Operators, variables (`$x`) and concatenations are not modelled. */
function isPlainValue(text: string): boolean {
  if (notValues.has(text)) return false;
  return (
    /^[0-9A-Fa-f:.]+([/-][0-9A-Fa-f:.]+)?$/.test(text) ||
    namedPorts.test(text) ||
    /^[A-Za-z][A-Za-z0-9._-]*$/.test(text)
  );
}
