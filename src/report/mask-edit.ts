// The value of an edit without its secrets, for every format that tells what was edited.
import { maskLine } from '../checks/secrets';
import { printable } from '../problems';

/** The value of an edit, fit to be shown. `subject`: `section/option`, or the rule. */
export function maskEdit(subject: string, value: string): string {
  const name = subject.slice(subject.indexOf('/') + 1);
  return printable(maskLine(`${name} = ${value}`).slice(name.length).replace(/^ = /, '').trim(), 400);
}
