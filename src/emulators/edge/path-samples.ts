// Paths that a regular expression of a proxy may take in: what a client would write before, and behind, the path of Glance.

import { testPcre, translatePcre } from './pcre';

/** Text before and behind the part that the expression leaves open; null where it leaves nothing open. */
export interface PathSample {
  readonly before: string;
  readonly behind: string | null;
}

/** Far above what rewrites hold; stops alternatives of alternatives from multiplying. */
const maxSamples = 64;

/**
 * Texts that the expression matches, one for each of its alternatives, cut at the first `.*`, `.+` or `(.*)`. Repetitions are taken
 * once, classes by one member. Null when the expression holds what this does not read.
 */
export function samplePattern(pattern: string): readonly PathSample[] | null {
  const reader = { text: pattern.replace(/^\(\?[is]+\)/, ''), at: 0 };
  const found = readAlternatives(reader);
  if (found === null || reader.at < reader.text.length) return null;
  return found.map((text) => {
    const open = text.indexOf('\u0000');
    if (open < 0) return { before: text, behind: null };
    return { before: text.slice(0, open), behind: text.slice(open + 1).replaceAll('\u0000', '') };
  });
}

/** What clients would send to have one of the `parts` stand where the expression leaves its part open. `root`: what paths begin with. */
export function fillSamples(samples: readonly PathSample[], parts: readonly string[], root = '/'): string[] {
  const filled = samples.flatMap(({ before, behind }) =>
    behind === null ? [before] : parts.map((part) => before + part + behind),
  );
  return [...new Set(filled.map((text) => (text.startsWith(root) ? text : root + text)))];
}

/** Texts that the expression matches; null when none is found. */
export function listMatches(pattern: string, ignoresCase: boolean): readonly string[] | null {
  const regex = translatePcre(pattern, ignoresCase);
  const texts = fillSamples(samplePattern(pattern) ?? [], [''], '').filter((text) => regex && testPcre(regex, text));
  return texts.length > 0 ? texts : null;
}

interface Reader {
  readonly text: string;
  at: number;
}

function readAlternatives(reader: Reader): string[] | null {
  const all: string[] = [];
  for (;;) {
    const one = readSequence(reader);
    if (one === null || all.length + one.length > maxSamples) return null;
    all.push(...one);
    if (reader.text[reader.at] !== '|') return all;
    reader.at++;
  }
}

function readSequence(reader: Reader): string[] | null {
  let texts = [''];
  while (reader.at < reader.text.length && !/[|)]/.test(reader.text[reader.at] ?? '')) {
    const atom = readAtom(reader);
    if (atom === null) return null;
    const repeated = repeatAtom(reader, atom);
    if (repeated === null || texts.length * repeated.length > maxSamples) return null;
    texts = texts.flatMap((text) => repeated.map((more) => text + more));
  }
  return texts;
}

function readAtom(reader: Reader): string[] | null {
  const { text } = reader;
  const c = text[reader.at++] ?? '';
  if (c === '^' || c === '$') return [''];
  if (c === '.') return [/^[*+]/.test(text.slice(reader.at)) ? '\u0000' : 'x'];
  if (c === '\\') {
    const next = text[reader.at++] ?? '';
    if (next === 'd') return ['1'];
    if (next === 'w') return ['x'];
    return /^[^A-Za-z0-9]$/.test(next) ? [next] : null;
  }
  if (c === '[') return readClass(reader);
  if (c !== '(') return /^[*+?{}]$/.test(c) ? null : [c];
  const mark = /^\?(?::|P?<[A-Za-z_]\w*>)/.exec(text.slice(reader.at));
  if (mark === null && text[reader.at] === '?') return null;
  reader.at += mark?.[0].length ?? 0;
  const inner = readAlternatives(reader);
  if (inner === null || text[reader.at++] !== ')') return null;
  return inner;
}

/** One member of the class: a letter where it is negated or holds letters, else its first character. */
function readClass(reader: Reader): string[] | null {
  const found = /^\^?\]?(?:\\.|\[:[a-z]+:\]|[^\]\\])*\]/.exec(reader.text.slice(reader.at));
  if (found === null) return null;
  reader.at += found[0].length;
  const members = found[0].slice(0, -1);
  if (members.startsWith('^')) return [members.includes('x') ? 'y' : 'x'];
  if (/a-z|\\w|alpha|alnum/i.test(members)) return ['x'];
  if (/0-9|\\d|digit/.test(members)) return ['1'];
  return [members.startsWith('\\') ? (members[1] ?? '') : (members[0] ?? '')];
}

function repeatAtom(reader: Reader, atom: string[]): string[] | null {
  const found = /^(?:[*+?]|\{(\d+)(?:,\d*)?\})[?+]?/.exec(reader.text.slice(reader.at));
  if (found === null) return atom;
  reader.at += found[0].length;
  if (found[0].startsWith('?')) return ['', ...atom];
  if (found[0].startsWith('*') && !atom.includes('\u0000')) return ['', ...atom];
  const times = Number(found[1] ?? 1);
  return times > 8 ? null : atom.map((text) => text.repeat(times));
}
