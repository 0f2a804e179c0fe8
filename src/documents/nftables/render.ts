// Writes the nftables model as text that nft reads back as the same model.
import { InternalError, printable } from '../../problems';
import type { NftChain, NftDocument, NftOperand, NftSet, NftStatement, NftTable } from './types';

/**
 * Renders a ruleset file. Throws InternalError on text that nft has no way to write: a `"` or control character in a
 * string, a line break in a comment.
 */
export function renderNftables(document: Pick<NftDocument, 'statements'>): string {
  const lines: string[] = [];
  for (const one of document.statements) {
    if (one.kind === 'note') lines.push(writeNote(one.text));
    else if (one.kind === 'unknown') lines.push(one.text);
    else if (one.kind === 'table') writeTable(one, lines);
    else lines.push(one.table === null ? 'flush ruleset' : `${one.kind} table ${one.table.family} ${one.table.name}`);
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function writeTable(table: NftTable, lines: string[]): void {
  lines.push(`table ${table.family} ${table.name} {`);
  for (const entry of table.entries) {
    if (entry.kind === 'note') lines.push(`  ${writeNote(entry.text)}`);
    else if (entry.kind === 'unknown') lines.push(`  ${entry.text}`);
    else if (entry.kind === 'set') writeSet(entry, lines);
    else writeChain(entry, lines);
  }
  lines.push('}');
}

function writeSet(set: NftSet, lines: string[]): void {
  lines.push(`  set ${set.name} {`);
  if (set.type !== null) lines.push(`    type ${set.type}`);
  if (set.flags.length > 0) lines.push(`    flags ${set.flags.join(', ')}`);
  if (set.isAutoMerged) lines.push('    auto-merge');
  for (const text of set.unknown) lines.push(`    ${text}`);
  if (set.elements.length > 0) lines.push(`    elements = { ${set.elements.join(', ')} }`);
  lines.push('  }');
}

function writeChain(chain: NftChain, lines: string[]): void {
  lines.push(`  chain ${chain.name} {`);
  const { hook } = chain;
  if (hook !== null) {
    lines.push(`    type ${hook.type} hook ${hook.hook} priority ${hook.priority}; policy ${hook.policy};`);
  }
  for (const rule of chain.rules) {
    lines.push(`    ${rule.kind === 'note' ? writeNote(rule.text) : rule.statements.map(writeStatement).join(' ')}`);
  }
  lines.push('  }');
}

function writeStatement(statement: NftStatement): string {
  switch (statement.kind) {
    case 'match':
      return `${statement.left} ${statement.isNegated ? '!= ' : ''}${writeOperand(statement.right)}`;
    case 'log':
      return statement.prefix === null ? 'log' : `log prefix ${quoteNftString(statement.prefix)}`;
    case 'reject':
      return statement.using === null ? 'reject' : `reject with ${statement.using}`;
    case 'jump':
    case 'goto':
      return `${statement.kind} ${statement.chain}`;
    case 'comment':
      return `comment ${quoteNftString(statement.text)}`;
    case 'unknown':
      return statement.text;
    default:
      return statement.kind;
  }
}

function writeOperand(operand: NftOperand): string {
  if (operand.kind === 'set') return `@${operand.name}`;
  const [only] = operand.values;
  return operand.values.length === 1 && only !== undefined ? only : `{ ${operand.values.join(', ')} }`;
}

/** A string in double quotes. nft has no escape inside them, and a comment holds 128 bytes at most. */
function quoteNftString(text: string): string {
  if (/["\u0000-\u001f\u007f]/.test(text) || Buffer.byteLength(text) > 127) {
    throw new InternalError(`nftables cannot hold this text: ${printable(text, 60)}`);
  }
  return `"${text}"`;
}

function writeNote(text: string): string {
  if (/[\r\n\u0000]/.test(text)) throw new InternalError(`line break in a comment: ${printable(text, 60)}`);
  return `#${text}`;
}
