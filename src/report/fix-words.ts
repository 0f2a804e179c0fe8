// A fix in words and as the lines to write: options in their section, policy rules as YAML, directives of nginx, limits of keystone.
import type { Fix } from '../checks/types';

/** The lines to write into `fix.file`. */
export function writeFixLines({ file, section, option, value }: Fix): string[] {
  if (section === 'policy') return [`${quote(option)}: ${quote(value)}`];
  if (section === 'keystone') return [`registered limit ${option} = ${value}`];
  if (file.startsWith('nginx/')) return [`${option} ${value};`];
  return [`[${section}]`, `${option} = ${value}`];
}

/** `FILE [section] option = value`, or `FILE "rule": "check"`. */
export function describeFix(fix: Fix): string {
  return `${fix.file} ${writeFixLines(fix).join(' ')}`;
}

/** A double-quoted YAML scalar; of JSON's, which are YAML too. */
function quote(text: string): string {
  return JSON.stringify(text);
}
