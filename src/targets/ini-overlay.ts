// How deployment tools merge options: by section and key, the later file replacing every value of a key.
import { parseIni } from '../documents/ini/parse-ini';
import { stripBlanks } from '../documents/ini/python-text';
import { IntentProblems, problem } from '../problems';

/** Section to key to the texts that stand after `key = `; continued lines are joined by a line feed. */
export type OptionLines = Map<string, Map<string, readonly string[]>>;

/**
 * Reads a file as a merging tool does. `asWritten`: quotes round a value stay, as configparser has it; without it they are
 * stripped, as oslo.config's own parser and what is built on it have it.
 */
export function readOptionLines(text: string, props: { readonly asWritten: boolean }): OptionLines {
  const sections: OptionLines = new Map();
  for (const item of parseIni(text, 'merged').items) {
    if (item.kind === 'section') openSection(sections, item.name);
    if (item.kind !== 'entry') continue;
    const value = props.asWritten ? takeWritten(item.raw) : item.value;
    const section = openSection(sections, item.section);
    section.set(item.key, [...(section.get(item.key) ?? []), value]);
  }
  return sections;
}

/**
 * Reads an override with oslo.config's own parser, as kolla-ansible's merge does: without quotes round a value.
 * @throws IntentProblems for lines that the merge stops at, or that keep the service from starting once they are merged.
 */
export function readOverride(text: string, file: string): OptionLines {
  const faults = parseIni(text, file).faults.filter(({ effect }) => effect === 'refuses-to-load');
  if (faults.length === 0) return readOptionLines(text, { asWritten: false });
  const why = 'the merge stops at this line, or the service that reads what was merged';
  throw new IntentProblems(
    faults.map(({ at, message }) =>
      problem('syntax', at, {
        got: message,
        wanted: 'sections and options',
        why,
        fix: 'mend the line, or synthesize again',
      }),
    ),
  );
}

function takeWritten(raw: readonly string[]): string {
  const [first = '', ...continued] = raw;
  return [first.slice(first.search(/[=:]/) + 1), ...continued].map(stripBlanks).join('\n');
}

function openSection(sections: OptionLines, name: string): Map<string, readonly string[]> {
  const known = sections.get(name) ?? new Map<string, readonly string[]>();
  sections.set(name, known);
  return known;
}

/** `over` laid on `base`: a key of `over` replaces all values that `base` has for it; new keys and sections come last. */
export function overlayOptions(base: OptionLines, over: OptionLines): OptionLines {
  const merged: OptionLines = new Map([...base].map(([name, section]) => [name, new Map(section)]));
  for (const [name, section] of over) {
    const target = openSection(merged, name);
    for (const [key, values] of section) target.set(key, values);
  }
  return merged;
}

/** The merged file: comments are gone. `continuation` stands before continued lines: default four blanks; without any they are no part of the value. */
export function renderOptionLines(
  sections: OptionLines,
  { continuation = '    ' }: { readonly continuation?: string } = {},
): string {
  let text = '';
  for (const [name, section] of sections) {
    text += `${text === '' ? '' : '\n'}[${name}]\n`;
    for (const [key, values] of section) {
      for (const value of values) {
        const [first = '', ...continued] = value.split('\n');
        text += first === '' ? `${key} =\n` : `${key} = ${first}\n`;
        for (const line of continued) text += `${continuation}${line}\n`;
      }
    }
  }
  return text;
}
