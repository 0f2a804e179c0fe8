// Writes a new ini file: a header, sections in the order given, each option under one line that says why.
import type { OptionValue, ValueType } from '../../openstack/types';
import { InternalError, printable } from '../../problems';
import { parseIni } from './parse';
import { stripBlanks } from './python-text';
import { renderValue } from './values';

/** One option to write. */
export interface ComposedOption {
  /** `DEFAULT` or the group's name. */
  readonly section: string;
  /** The option's name as the service reads it. */
  readonly option: string;
  readonly type: ValueType;
  readonly value: OptionValue;
  /** One short sentence, written as a comment above the option; control characters are escaped. */
  readonly reason: string;
}

const maxReasonCharacters = 200;

/**
 * The text of a new file. Sections come in the order in which they are first named, options in the order given.
 * The text is read back before it is handed out: exactly the options asked for are in it, whatever the input held.
 *
 * @param header comment lines at the top, without the `#`.
 * @throws InternalError when a section, a name or a value cannot be written. Ask `renderValue` about user input first.
 */
export function composeIni(header: readonly string[], options: readonly ComposedOption[]): string {
  const sections = new Map<string, ComposedOption[]>();
  for (const option of options) {
    const known = sections.get(option.section);
    if (known === undefined) sections.set(option.section, [option]);
    else known.push(option);
  }
  const lines = header.map(formatComment);
  const wanted: string[] = [];
  for (const [section, members] of sections) {
    if (lines.length > 0) lines.push('');
    lines.push(`[${section}]`);
    wanted.push(`[${section}]`);
    for (const member of members) {
      lines.push(formatComment(member.reason));
      for (const line of renderLines(member)) {
        lines.push(line === '' ? `${member.option} =` : `${member.option} = ${line}`);
        wanted.push(member.option);
      }
    }
  }
  const text = lines.length === 0 ? '' : `${lines.join('\n')}\n`;
  confirmContent(text, wanted);
  return text;
}

function renderLines({ section, option, type, value }: ComposedOption): readonly string[] {
  const rendered = renderValue(type, value);
  if (rendered.ok) return rendered.lines;
  throw new InternalError(`[${printable(section, 60)}] ${printable(option, 60)} cannot be written: ${rendered.error}`);
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
    throw new InternalError('a composed ini file does not read back as what was asked for');
  }
}

function formatComment(text: string): string {
  const words = stripBlanks(printable(text, maxReasonCharacters));
  return words === '' ? '#' : `# ${words}`;
}
