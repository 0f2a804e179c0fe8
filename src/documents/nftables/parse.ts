// Reads nftables files: tables, chains and sets in full, every other statement kept and marked unknown.
import type { Fault, Source } from '../types';
import { joinNftTokens, readNftRule } from './rule';
import { readNftSet } from './set';
import { cutNft, type NftPiece, type NftToken } from './tokens';
import type { NftChain, NftComment, NftDocument, NftRule, NftTable } from './types';

/** Parses one nftables file. An unclosed quote or brace is a fault: nft refuses the whole file and changes nothing. */
export function parseNftables(text: string, file: string): NftDocument {
  const faults: Fault[] = [];
  const tokens = cutNft(text);
  const last = tokens[tokens.length - 1];
  if (last?.kind === 'broken')
    faults.push({ at: { file, line: last.line }, effect: 'refuses-to-load', message: last.text });
  const depth = tokens.reduce((sum, token) => sum + (token.kind === '{' ? 1 : token.kind === '}' ? -1 : 0), 0);
  if (depth !== 0) {
    faults.push({ at: { file, line: last?.line ?? 1 }, effect: 'refuses-to-load', message: 'braces do not match' });
  }
  const unended = findUnendedStatement(tokens);
  if (unended !== null) {
    const message = 'nft 1.0 wants the end of a line, or a semicolon, before this brace';
    faults.push({ at: { file, line: unended }, effect: 'misread', message });
  }
  const statements = cutPieces(tokens, true).map((piece): NftDocument['statements'][number] => {
    const at = { file, line: piece.line };
    if (piece.head[0]?.kind === 'comment') return note(piece, at);
    const words = piece.head.map((token) => token.text);
    const start = words[0] === 'add' || words[0] === 'create' ? 1 : 0;
    const name = readTableName(words.slice(start));
    if (words[start] === 'table' && name !== null) return readTable(name, piece.body ?? [], at);
    const removal = words[0] === 'delete' || words[0] === 'destroy' || words[0] === 'flush' ? words[0] : null;
    const removed = readTableName(words.slice(1));
    if (removal !== null && piece.body === null && words[1] === 'table' && removed !== null) {
      return { kind: removal, table: removed, at };
    }
    if (words.join(' ') === 'flush ruleset') return { kind: 'flush', table: null, at };
    return { kind: 'unknown', text: pieceText(piece), at };
  });
  return { product: 'nftables', file, statements, faults };
}

const blocks: ReadonlySet<string> = new Set(['table', 'chain', 'set', 'map']);

/** The line of a brace, or of a word behind one, that stands where a statement has not ended; null when all have. */
function findUnendedStatement(tokens: readonly NftToken[]): number | null {
  const watch = new StatementWatch();
  return tokens.find((token) => !watch.allows(token))?.line ?? null;
}

class StatementWatch {
  /** Braces that are open: true for a block, false for a list. */
  private readonly open: boolean[] = [];
  /** The word that the statement begins with. */
  private first: string | null = null;
  private before: 'ended' | 'word' | 'block' | 'list' = 'ended';

  /** False where the statement before must have ended, and has not. */
  allows({ kind, text }: NftToken): boolean {
    if (kind === 'comment' || kind === ',') return true;
    if (this.before === 'block' && kind !== 'end') return false;
    if (kind === '{') this.openBrace();
    else if (kind === '}') return this.closeBrace();
    else if (kind === 'end') this.endStatement();
    else this.takeWord(text);
    return true;
  }

  private openBrace(): void {
    const isBlock = this.first !== null && blocks.has(this.first);
    this.open.push(isBlock);
    this.before = isBlock ? 'ended' : 'list';
    if (isBlock) this.first = null;
  }

  private closeBrace(): boolean {
    const isBlock = this.open.pop() ?? false;
    const isUnended = isBlock && this.before === 'word';
    this.before = isBlock ? 'block' : 'list';
    return !isUnended;
  }

  private endStatement(): void {
    if (this.open.at(-1) !== false) this.first = null;
    this.before = 'ended';
  }

  private takeWord(text: string): void {
    if (text !== 'add' && text !== 'create') this.first ??= text;
    this.before = 'word';
  }
}

function readTableName(words: readonly string[]): { family: string; name: string } | null {
  if (words.length === 3) return { family: words[1] ?? '', name: words[2] ?? '' };
  return words.length === 2 ? { family: 'ip', name: words[1] ?? '' } : null;
}

function readTable(name: { family: string; name: string }, body: readonly NftToken[], at: Source): NftTable {
  const entries = cutPieces(body, true).map((piece): NftTable['entries'][number] => {
    const here = { file: at.file, line: piece.line };
    const [kind, label] = piece.head.map((token) => token.text);
    if (piece.head[0]?.kind === 'comment') return note(piece, here);
    if (piece.body !== null && piece.head.length === 2 && label !== undefined) {
      if (kind === 'chain') return readChain(label, piece.body, here);
      if (kind === 'set') return readNftSet(label, cutPieces(piece.body, false), here);
    }
    return { kind: 'unknown', text: pieceText(piece), at: here };
  });
  return { kind: 'table', ...name, entries, at };
}

function readChain(name: string, body: readonly NftToken[], at: Source): NftChain {
  let hook: NftChain['hook'] = null;
  let policy: 'accept' | 'drop' = 'accept';
  const rules: (NftRule | NftComment)[] = [];
  for (const piece of cutPieces(body, false)) {
    const here = { file: at.file, line: piece.line };
    const text = joinNftTokens(piece.head);
    const declared = /^type (\S+) hook (\S+)(?: device \S+)? priority (.+)$/.exec(text);
    if (piece.head[0]?.kind === 'comment') rules.push(note(piece, here));
    else if (declared) hook = { type: declared[1] ?? '', hook: declared[2] ?? '', priority: declared[3] ?? '', policy };
    else if (text === 'policy drop' || text === 'policy accept') policy = text === 'policy drop' ? 'drop' : 'accept';
    else rules.push({ kind: 'rule', statements: readNftRule(piece.head), at: here });
  }
  return { kind: 'chain', name, hook: hook === null ? null : { ...hook, policy }, rules, at };
}

function note(piece: NftPiece, at: Source): NftComment {
  return { kind: 'note', text: piece.head[0]?.text ?? '', at };
}

function pieceText(piece: NftPiece): string {
  const head = joinNftTokens(piece.head);
  return piece.body === null
    ? head
    : `${head} { ${joinNftTokens(piece.body.filter((token) => token.kind !== 'comment'))} }`;
}

/** `hasBlocks`: braces open a block that ends the statement; otherwise they are part of it (anonymous sets, elements). */
function cutPieces(tokens: readonly NftToken[], hasBlocks: boolean): NftPiece[] {
  const pieces: NftPiece[] = [];
  let head: NftToken[] = [];
  const finish = (body: NftToken[] | null): void => {
    if (head.length > 0 || body !== null) pieces.push({ head, body, line: (head[0] ?? body?.[0])?.line ?? 1 });
    head = [];
  };
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] as NftToken;
    if (token.kind === 'end' || token.kind === 'broken') finish(null);
    else if (token.kind === 'comment') {
      finish(null);
      pieces.push({ head: [token], body: null, line: token.line });
    } else if (token.kind === '{') {
      const close = findClosingBrace(tokens, at);
      const inside = tokens.slice(at + 1, close);
      if (hasBlocks) finish(inside);
      else {
        const listed = inside.filter(({ kind }) => kind !== 'end' && kind !== 'comment');
        head.push(token, ...listed, { kind: '}', text: '}', line: tokens[close]?.line ?? token.line });
      }
      at = close;
    } else head.push(token);
  }
  finish(null);
  return pieces;
}

/** Where the brace that opens at `open` is closed, or the end. */
function findClosingBrace(tokens: readonly NftToken[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    if (tokens[at]?.kind === '{') depth += 1;
    if (tokens[at]?.kind === '}') depth -= 1;
    if (depth === 0) return at;
  }
  return tokens.length;
}
