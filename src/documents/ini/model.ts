// What an oslo.config ini file holds once it is read: every line, in order, with what the service makes of it.
import type { Fault, Source } from '../types';

/** One `key = value`, with the lines that continue it. */
export interface IniEntry {
  readonly kind: 'entry';
  /** Section as written between the brackets; '' when the line stands before any section, which stops the load. */
  readonly section: string;
  /** Key as written, blanks removed. Case counts: `Allowed_Hosts` is another option than `allowed_hosts`. */
  readonly key: string;
  /** Text as the service holds it before `$` is substituted: one pair of quotes removed, continued lines joined by a line feed. */
  readonly value: string;
  /** First line of the entry. */
  readonly at: Source;
  /** The lines exactly as written, line ends included. */
  readonly raw: readonly string[];
}

/** A `[name]` line. */
export interface IniSectionLine {
  readonly kind: 'section';
  /** Text between the brackets, blanks included: `[ glance ]` is the section ` glance `. */
  readonly name: string;
  /** The line without trailing blanks. */
  readonly text: string;
  readonly at: Source;
  readonly raw: readonly string[];
}

/** A comment, an empty line, or a line the service cannot read (`junk`, always with a fault). */
export interface IniOtherLine {
  readonly kind: 'comment' | 'blank' | 'junk';
  /** The line without trailing blanks. */
  readonly text: string;
  readonly at: Source;
  readonly raw: readonly string[];
}

/** One thing in the file; an entry may span several lines. */
export type IniItem = IniEntry | IniSectionLine | IniOtherLine;

/** A file as oslo.config's reader sees it. */
export interface IniDocument {
  /** Path relative to the tree. */
  readonly file: string;
  readonly items: readonly IniItem[];
  /** The entries among the items, in order. */
  readonly entries: readonly IniEntry[];
  /** In line order. One `refuses-to-load` and the real service does not start. */
  readonly faults: readonly Fault[];
}

/**
 * The name under which the service files a section: lower case, except that `DEFAULT` is itself.
 * `[Default]` and `[default]` are therefore some other section than `[DEFAULT]`.
 */
export function normalizeSection(name: string): string {
  return name === 'DEFAULT' ? name : name.toLowerCase();
}
