// A fix in words and as the lines to write: options in their section, policy rules as the YAML of a policy file.
import type { Fix } from '../checks/types';

/** The lines to write into `fix.file`. */
export function writeFixLines({ section, option, value }: Fix): string[] {
  return section === 'policy' ? [`${quote(option)}: ${quote(value)}`] : [`[${section}]`, `${option} = ${value}`];
}

/** `FILE [section] option = value`, or `FILE "rule": "check"`. */
export function describeFix(fix: Fix): string {
  return `${fix.file} ${writeFixLines(fix).join(' ')}`;
}

/** A double-quoted YAML scalar; of JSON's, which are YAML too. */
function quote(text: string): string {
  return JSON.stringify(text);
}
