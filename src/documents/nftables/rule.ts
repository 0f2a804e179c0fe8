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

/** A statement, and the position behind it. */
interface ReadStatement {
  readonly statement: NftStatement;
  readonly next: number;
}

/** Statements of one rule. From the first statement that is not modelled to the end of the rule, all is one unknown. */
export function readNftRule(tokens: readonly NftToken[]): NftStatement[] {
  const statements: NftStatement[] = [];
  let at = 0;
  while (at < tokens.length) {
    const read = readStatement(tokens, at);
    if (read === null) return [...statements, { kind: 'unknown', text: joinNftTokens(tokens.slice(at)) }];
    statements.push(read.statement);
    at = read.next;
  }
  return statements;
}

/** Null when it is not modelled. */
function readStatement(tokens: readonly NftToken[], at: number): ReadStatement | null {
  const first = wordAt(tokens, at);
  const second = wordAt(tokens, at + 1);
  switch (first) {
    case 'counter': {
      const isPreset = second === 'packets' && wordAt(tokens, at + 3) === 'bytes';
      return { statement: { kind: 'counter' }, next: at + (isPreset ? 5 : 1) };
    }
    case 'log':
      return readLog(tokens, at);
    case 'accept':
    case 'drop':
    case 'return':
      return { statement: { kind: first }, next: at + 1 };
    case 'reject':
      return readReject(tokens, at);
    case 'jump':
    case 'goto':
      return second === null ? null : { statement: { kind: first, chain: second }, next: at + 2 };
    case 'comment': {
      const said = tokens[at + 1];
      return said?.kind === 'string' ? { statement: { kind: 'comment', text: said.text }, next: at + 2 } : null;
    }
    default:
      return readMatch(tokens, at);
  }
}

function wordAt(tokens: readonly NftToken[], at: number): string | null {
  const token = tokens[at];
  return token?.kind === 'word' ? token.text : null;
}

/** With a prefix at most: levels, groups and flags are not modelled. */
function readLog(tokens: readonly NftToken[], at: number): ReadStatement | null {
  const said = wordAt(tokens, at + 1) === 'prefix' ? tokens[at + 2] : undefined;
  const prefix = said?.kind === 'string' ? said.text : null;
  const next = at + (prefix === null ? 1 : 3);
  const isMore = ['level', 'group', 'flags', 'prefix'].includes(wordAt(tokens, next) ?? '');
  return isMore ? null : { statement: { kind: 'log', prefix }, next };
}

/** `with` and what follows it, up to a comment: empty where nothing does, which nft refuses. */
function readReject(tokens: readonly NftToken[], at: number): ReadStatement {
  const start = at + 2;
  let next = at + 1;
  if (wordAt(tokens, next) === 'with') while (next < tokens.length && wordAt(tokens, next) !== 'comment') next += 1;
  const using = next > at + 1 ? joinNftTokens(tokens.slice(start, next)) : null;
  return { statement: { kind: 'reject', using }, next };
}

function readMatch(tokens: readonly NftToken[], start: number): ReadStatement | null {
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
