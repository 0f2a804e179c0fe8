// Reads an ini file the way oslo.config does (9.0 to 10.7 agree), and goes on after faults so that an auditor sees the rest.
import { printable } from '../../problems';
import type { Fault, Source } from '../types';
import type { IniDocument, IniEntry, IniItem } from './model';
import { splitPythonLines, stripBlanks, stripLeadingBlanks, stripTrailingBlanks } from './python-text';

interface OpenEntry {
  readonly section: string;
  readonly key: string;
  readonly values: string[];
  readonly raw: string[];
  readonly at: Source;
}

/**
 * Parses the text of one configuration file.
 *
 * Never throws. Where the real reader raises ConfigFileParseError the document carries a `refuses-to-load` fault at that
 * line; where it reads something else than a person would, a `misread` fault.
 *
 * @param text content as decoded, byte order mark included: it stops the real load.
 * @param file path relative to the tree, for the places.
 */
export function parseIni(text: string, file: string): IniDocument {
  const items: IniItem[] = [];
  const entries: IniEntry[] = [];
  const faults: Fault[] = [];
  let section = '';
  let open: OpenEntry | null = null;

  const addFault = (at: Source, effect: Fault['effect'], message: string): void => {
    faults.push({ at, effect, message });
  };
  const closeEntry = (): void => {
    if (open === null) return;
    const { values, ...rest } = open;
    const entry: IniEntry = { kind: 'entry', ...rest, value: values.join('\n') };
    if (entry.section === '') {
      addFault(entry.at, 'refuses-to-load', `${quoteShortly(entry.key)} is set before any [section]`);
    }
    items.push(entry);
    entries.push(entry);
    open = null;
  };

  splitPythonLines(text).forEach((written, index) => {
    const at: Source = { file, line: index + 1 };
    const raw = written.text + written.end;
    const line = stripTrailingBlanks(written.text);
    const first = line[0];

    if (first === ' ' || first === '\t') {
      if (open === null) {
        addFault(at, 'refuses-to-load', `an indented line continues nothing: ${quoteShortly(line)}`);
        items.push({ kind: 'junk', text: line, at, raw: [raw] });
        return;
      }
      const continued = stripLeadingBlanks(line);
      open.values.push(continued);
      open.raw.push(raw);
      const misreading = describeContinuation(continued, open.key);
      if (misreading !== null) addFault(at, 'misread', misreading);
      return;
    }

    closeEntry();
    if (first === undefined) {
      items.push({ kind: 'blank', text: '', at, raw: [raw] });
    } else if (first === '[') {
      const { name, fault } = readSectionName(line);
      section = name === '' ? section : name;
      if (fault !== null) addFault(at, 'refuses-to-load', fault);
      else if (name !== stripBlanks(name)) {
        addFault(at, 'misread', `the blanks inside the brackets are part of the section name: ${quoteShortly(line)}`);
      } else if (name !== 'DEFAULT' && name.toLowerCase() === 'default') {
        addFault(at, 'misread', `only [DEFAULT] in capitals is the default section, ${quoteShortly(line)} is another`);
      }
      items.push({ kind: 'section', name, text: line, at, raw: [raw] });
    } else if (first === '#' || first === ';') {
      items.push({ kind: 'comment', text: line, at, raw: [raw] });
    } else {
      const split = splitAssignment(line);
      if (split === null || split.key === '') {
        const message = split === null ? 'neither "=" nor ":" in' : 'no key before the "=" or ":" in';
        addFault(at, 'refuses-to-load', `${message} ${quoteShortly(line)}`);
        items.push({ kind: 'junk', text: line, at, raw: [raw] });
        return;
      }
      if (/[^\S\n][#;](?:[^\S\n]|$)/.test(split.value)) {
        addFault(at, 'misread', `there are no comments after a value: the text after the mark is part of ${split.key}`);
      }
      open = { section, key: split.key, values: [split.value], raw: [raw], at };
    }
  });
  closeEntry();
  faults.sort((a, b) => a.at.line - b.at.line);
  return { file, items, entries, faults };
}

/** The text of a value's first line as the service holds it: outer blanks, then one pair of equal quotes removed. */
export function readWrittenValue(written: string): string {
  const value = stripBlanks(written);
  const first = value[0];
  return (first === '"' || first === "'") && value.endsWith(first) ? value.slice(1, -1) : value;
}

function splitAssignment(line: string): { readonly key: string; readonly value: string } | null {
  const mark = line.search(/[=:]/);
  if (mark < 0) return null;
  return { key: stripBlanks(line.slice(0, mark)), value: readWrittenValue(line.slice(mark + 1)) };
}

function readSectionName(line: string): { readonly name: string; readonly fault: string | null } {
  if (!line.endsWith(']') || line.length < 2) {
    const close = line.indexOf(']');
    const name = stripBlanks(line.slice(1, close < 0 ? undefined : close));
    return { name, fault: `a section line must end with "]": ${quoteShortly(line)}` };
  }
  if (line.length === 2) return { name: '', fault: 'a section needs a name: "[]"' };
  return { name: line.slice(1, -1), fault: null };
}

function describeContinuation(continued: string, key: string): string | null {
  const owner = printable(key, 40);
  if (continued.startsWith('#') || continued.startsWith(';')) {
    return `an indented comment is no comment: it becomes part of the value of ${owner}`;
  }
  if (/^[A-Za-z][A-Za-z0-9_-]*[^\S\n]*=/.test(continued)) {
    return `an indented line is no option: it becomes part of the value of ${owner}`;
  }
  return null;
}

function quoteShortly(text: string): string {
  return `"${printable(text, 60)}"`;
}
