// Writes the nginx model as text that nginx reads back as the same model.
import { InternalError, printable } from '../../problems';
import type { NginxStatement } from './types';
import { quoteNginxWord } from './words';

/**
 * Renders statements, two spaces of indent per block.
 * Throws InternalError when a word or comment holds what nginx cannot read back.
 */
export function renderNginx(document: { readonly statements: readonly NginxStatement[] }): string {
  const lines: string[] = [];
  writeStatements(document.statements, '', lines);
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function writeStatements(statements: readonly NginxStatement[], indent: string, lines: string[]): void {
  for (const statement of statements) {
    if (statement.kind === 'comment') {
      if (/[\r\n\u0000]/.test(statement.text))
        throw new InternalError(`line break in a comment: ${printable(statement.text, 60)}`);
      lines.push(`${indent}#${statement.text}`);
      continue;
    }
    const words = [statement.name, ...statement.args].map(quoteNginxWord).join(' ');
    if (statement.kind === 'lua') {
      lines.push(`${indent}${words} {${statement.code}}`);
    } else if (statement.block === null) {
      lines.push(`${indent}${words};`);
    } else {
      lines.push(`${indent}${words} {`);
      writeStatements(statement.block, `${indent}  `, lines);
      lines.push(`${indent}}`);
    }
  }
}
