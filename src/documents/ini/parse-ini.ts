// Reads an ini file the way oslo.config does (9.0 to 10.7 agree), and goes on after faults so that an auditor sees the rest.
import { printable } from '../../problems';
import type { Fault, Source } from '../types';
import type { IniDocument, IniEntry, IniItem } from './model';
import { splitPythonLines, stripBlanks, stripLeadingBlanks, stripTrailingBlanks } from './python-text';

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
  const reader = new IniReader();
  splitPythonLines(text).forEach((written, index) => {
    const line = stripTrailingBlanks(written.text);
    reader.take({ line, at: { file, line: index + 1 }, raw: written.text + written.end });
  });
  reader.closeEntry();
  const { items, entries, faults } = reader;
  faults.sort((a, b) => a.at.line - b.at.line);
  return { file, items, entries, faults };
}

/** One line: without blanks at its end, and as it is written. */
interface Line {
  readonly line: string;
  readonly at: Source;
  readonly raw: string;
}

interface OpenEntry {
  readonly section: string;
  readonly key: string;
  readonly values: string[];
  readonly raw: string[];
  readonly at: Source;
}

class IniReader {
  readonly items: IniItem[] = [];
  readonly entries: IniEntry[] = [];
  readonly faults: Fault[] = [];
  private section = '';
  private open: OpenEntry | null = null;

  take(read: Line): void {
    const first = read.line[0];
    if (first === ' ' || first === '\t') {
      this.continueEntry(read);
      return;
    }
    this.closeEntry();
    if (first === undefined) this.addItem('blank', read);
    else if (first === '[') this.openSection(read);
    else if (first === '#' || first === ';') this.addItem('comment', read);
    else this.openEntry(read);
  }

  /** To be called after the last line too. */
  closeEntry(): void {
    if (this.open === null) return;
    const { values, ...rest } = this.open;
    const entry: IniEntry = { kind: 'entry', ...rest, value: values.join('\n') };
    if (entry.section === '') this.refuse(entry.at, `${quoteShortly(entry.key)} is set before any [section]`);
    this.items.push(entry);
    this.entries.push(entry);
    this.open = null;
  }

  private continueEntry(read: Line): void {
    if (this.open === null) {
      this.refuse(read.at, `an indented line continues nothing: ${quoteShortly(read.line)}`);
      this.addItem('junk', read);
      return;
    }
    const continued = stripLeadingBlanks(read.line);
    this.open.values.push(continued);
    this.open.raw.push(read.raw);
    const misreading = describeContinuation(continued, this.open.key);
    if (misreading !== null) this.misread(read.at, misreading);
  }

  private openSection({ line, at, raw }: Line): void {
    const { name, fault } = readSectionName(line);
    this.section = name === '' ? this.section : name;
    if (fault !== null) this.refuse(at, fault);
    else if (name !== stripBlanks(name)) {
      this.misread(at, `the blanks inside the brackets are part of the section name: ${quoteShortly(line)}`);
    } else if (name !== 'DEFAULT' && name.toLowerCase() === 'default') {
      this.misread(at, `only [DEFAULT] in capitals is the default section, ${quoteShortly(line)} is another`);
    }
    this.items.push({ kind: 'section', name, text: line, at, raw: [raw] });
  }

  private openEntry(read: Line): void {
    const { line, at, raw } = read;
    const split = splitAssignment(line);
    if (split === null || split.key === '') {
      const message = split === null ? 'neither "=" nor ":" in' : 'no key before the "=" or ":" in';
      this.refuse(at, `${message} ${quoteShortly(line)}`);
      this.addItem('junk', read);
      return;
    }
    if (/[^\S\n][#;](?:[^\S\n]|$)/.test(split.value)) {
      this.misread(at, `there are no comments after a value: the text after the mark is part of ${split.key}`);
    }
    this.open = { section: this.section, key: split.key, values: [split.value], raw: [raw], at };
  }

  private addItem(kind: 'blank' | 'comment' | 'junk', { line, at, raw }: Line): void {
    this.items.push({ kind, text: line, at, raw: [raw] });
  }

  private refuse(at: Source, message: string): void {
    this.faults.push({ at, effect: 'refuses-to-load', message });
  }

  private misread(at: Source, message: string): void {
    this.faults.push({ at, effect: 'misread', message });
  }
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
