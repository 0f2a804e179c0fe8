// A fix in words and as the lines to write: options in their section, policy rules as YAML, directives of nginx and HAProxy, limits of keystone.
import type { Remedy } from '../types';

/** The lines to write into `fix.file`, or what to do with a line that stands there. */
export function writeFixLines(fix: Remedy): string[] {
  if ('control' in fix) return [`set ${fix.control} in the intent`];
  const { file, section, option, value, edit } = fix;
  if (edit?.kind === 'remove') return [`take line ${edit.at.line} out: ${option}`];
  if (edit?.kind === 'comment-out') return [`make line ${edit.at.line} a comment: ${option}`];
  if (edit?.kind === 'rewrite') return [`in place of line ${edit.at.line}:`, ...edit.lines.map((line) => line.trim())];
  if (edit?.kind === 'move') {
    const from = edit.at.file === file ? '' : ` of ${edit.at.file}`;
    return [`[${section}]`, `${option} = ${value}`, `in place of line ${edit.at.line}${from}`];
  }
  if (section === 'policy') return [`${quote(option)}: ${quote(value)}`];
  return [`[${section}]`, `${option} = ${value}`];
}

/** `FILE [section] option = value`, or `FILE "rule": "check"`. */
export function describeFix(fix: Remedy): string {
  if ('control' in fix) return `set ${fix.control} in the intent, which writes ${fix.file}`;
  const isOfLine = fix.edit !== undefined && fix.edit.kind !== 'move';
  return `${fix.file}${isOfLine ? ':' : ''} ${writeFixLines(fix).join(' ')}`;
}

/** A double-quoted YAML scalar; of JSON's, which are YAML too. */
function quote(text: string): string {
  return JSON.stringify(text);
}
