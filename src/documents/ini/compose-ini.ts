// Writes a new ini section, each option under one line that says why.
import type { OptionValue, ValueType } from '../../openstack/types';
import { InternalError, printable } from '../../problems';
import { parseIni } from './parse-ini';
import { stripBlanks } from './python-text';
import { writeValue } from './values/render-value';

/** One option to write. */
export interface ComposedOption {
  /** The option's name as the service reads it. */
  readonly name: string;
  readonly type: ValueType;
  readonly value: OptionValue;
  /** One short sentence, written as a comment above the option; control characters are escaped. */
  readonly reason: string;
}

/** One section to write. */
export interface ComposedSection {
  /** `DEFAULT` or the group's name. */
  readonly section: string;
  readonly options: readonly ComposedOption[];
}

const maxReasonCharacters = 200;

/**
 * The text of one section, options in the order given. It is read back before it is handed out: exactly the options asked for
 * are in it, whatever the input held.
 *
 * @throws InternalError when a section, a name or a value cannot be written. Ask `writeValue` about user input first.
 */
export function composeIniSection({ section, options }: ComposedSection): string {
  const lines = [`[${section}]`];
  const wanted = [`[${section}]`];
  for (const option of options) {
    lines.push(formatComment(option.reason));
    for (const line of renderLines(section, option)) {
      lines.push(line === '' ? `${option.name} =` : `${option.name} = ${line}`);
      wanted.push(option.name);
    }
  }
  const text = `${lines.join('\n')}\n`;
  confirmContent(text, wanted);
  return text;
}

function renderLines(section: string, { name, type, value }: ComposedOption): readonly string[] {
  const written = writeValue(type, value);
  if (written.ok) return written.lines;
  throw new InternalError(`[${printable(section, 60)}] ${printable(name, 60)} cannot be written: ${written.because}`);
}

/** A name that would open a section, a comment or a second option shows here. */
function confirmContent(text: string, wanted: readonly string[]): void {
  const { items, faults } = parseIni(text, 'composed');
  const found = items.flatMap((item) => {
    if (item.kind === 'entry') return [item.key];
    return item.kind === 'section' ? [`[${stripBlanks(item.name)}]`] : [];
  });
  const isFaithful = found.length === wanted.length && found.every((name, index) => name === wanted[index]);
  if (!isFaithful || faults.some((fault) => fault.effect === 'refuses-to-load')) {
    throw new InternalError('a composed ini section does not read back as what was asked for');
  }
}

function formatComment(text: string): string {
  const words = stripBlanks(printable(text, maxReasonCharacters));
  return words === '' ? '#' : `# ${words}`;
}
