// Reads HAProxy files into sections and lines; what HAProxy would refuse becomes a fault.
import { compareText } from '../../problems';
import type { Fault, FileTree } from '../types';
import type { HaproxyConfiguration, HaproxyDocument, HaproxyLine, HaproxySection } from './types';
import { cutHaproxyLine } from './words';

/** Every keyword that opens a section in 2.6 to 3.2. */
export const haproxySectionKeywords: ReadonlySet<string> = new Set([
  'global',
  'defaults',
  'frontend',
  'backend',
  'listen',
  'peers',
  'userlist',
  'resolvers',
  'mailers',
  'cache',
  'program',
  'http-errors',
  'ring',
  'log-forward',
  'log-profile',
  'fcgi-app',
  'crt-store',
  'traces',
  'acme',
]);

/** HAProxy refuses longer lines (LINESIZE 2048) and more words (MAX_LINE_ARGS 64). */
const maxLineBytes = 2048;
const maxLineWords = 64;

/** Parses one HAProxy file. Conditional directives (`.if`) are kept as lines; the emulator will not guess their outcome. */
export function parseHaproxy(text: string, file: string): HaproxyDocument {
  const faults: Fault[] = [];
  const preamble: HaproxyLine[] = [];
  const sections: HaproxySection[] = [];
  let into = preamble;
  text.split('\n').forEach((raw, index) => {
    const at = { file, line: index + 1 };
    const { words, comment, broken } = cutHaproxyLine(raw);
    const refuse = (message: string): void => {
      faults.push({ at, effect: 'refuses-to-load', message });
    };
    if (broken !== null) refuse(broken);
    if (raw.length > maxLineBytes) refuse(`the line is longer than ${maxLineBytes} bytes`);
    if (words.length > maxLineWords) refuse(`the line has more than ${maxLineWords} words`);
    const [first, ...rest] = words;
    if (first !== undefined && first.raw === undefined && haproxySectionKeywords.has(first.text)) {
      const lines: HaproxyLine[] = [];
      sections.push({ type: first.text, words: rest, lines, at });
      into = lines;
    } else if (first !== undefined) {
      if (into === preamble && !first.text.startsWith('.')) refuse('a line stands before the first section');
      into.push({ kind: 'words', words, at });
    }
    if (comment !== null) into.push({ kind: 'comment', text: comment, at });
  });
  return { file, preamble, sections, faults };
}

/**
 * Loads HAProxy as its units start it: `haproxy/haproxy.cfg`, then every `haproxy/conf.d/*.cfg` in C order
 * (a directory given to `-f`). `entries` names other files, in the order of the `-f` options.
 */
export function loadHaproxy(tree: FileTree, entries?: readonly string[]): HaproxyConfiguration {
  const files =
    entries ??
    [...tree.keys()]
      .filter((path) => path === 'haproxy/haproxy.cfg' || /^haproxy\/conf\.d\/[^/.][^/]*\.cfg$/.test(path))
      .sort((a, b) => Number(a.includes('/conf.d/')) - Number(b.includes('/conf.d/')) || compareText(a, b));
  const documents = files.filter((path) => tree.has(path)).map((path) => parseHaproxy(tree.get(path) ?? '', path));
  return {
    product: 'haproxy',
    preamble: documents.flatMap((document) => document.preamble),
    sections: documents.flatMap((document) => document.sections),
    faults: documents.flatMap((document) => document.faults),
    files: documents.map((document) => document.file),
  };
}
