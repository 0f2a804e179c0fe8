// Writes a new ini section, each option under one line that says why.
import type { OptionValue, ValueType } from '../../openstack/types';
import { InternalError, printable } from '../../problems';
import { parseIni } from './parse-ini';
import { stripBlanks } from './python-text';
import { writeValue } from './values/render-value';

/** One option to write. */
export interface ComposedOption {
  /** Its name as the service reads it. */
  readonly option: string;
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
 * The text of one section, options in the order given. Everything is read back before it is handed out: exactly the options asked for are
 * in it, whatever the input held. An option that was composed before, the same object, is not composed again.
 *
 * @throws InternalError when a section, a name or a value cannot be written. Ask `writeValue` about user input first.
 */
export function composeIniSection({ section, options }: ComposedSection): string {
  return composeHead(section) + options.map((option) => composeOption(section, option)).join('');
}

/** Names of sections are ours, so that there are few of them. */
const heads = new Map<string, string>();

function composeHead(section: string): string {
  const known = heads.get(section);
  if (known !== undefined) return known;
  const head = `[${section}]\n`;
  confirmContent(head, [`[${section}]`]);
  heads.set(section, head);
  return head;
}

const composed = new WeakMap<ComposedOption, string>();

/** Begins with a comment, so that it is never read on as part of what stands above it. */
function composeOption(section: string, option: ComposedOption): string {
  const known = composed.get(option);
  if (known !== undefined) return known;
  const lines = renderLines(section, option);
  const entries = lines.map((line) => (line === '' ? `${option.option} =\n` : `${option.option} = ${line}\n`));
  const text = `${formatComment(option.reason)}\n${entries.join('')}`;
  confirmContent(`[${section}]\n${text}`, [`[${section}]`, ...lines.map(() => option.option)]);
  composed.set(option, text);
  return text;
}

function renderLines(section: string, { option, type, value }: ComposedOption): readonly string[] {
  const written = writeValue(type, value);
  if (written.ok) return written.lines;
  throw new InternalError(`[${printable(section, 60)}] ${printable(option, 60)} cannot be written: ${written.because}`);
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
