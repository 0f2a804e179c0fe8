// Mutants of every other file, line by line: statements removed, words removed, numbers raised and dropped, the program's own traps.
import type { Cloud } from '../../src/checks/cloud/cloud';
import { judgedServices } from '../../src/checks/types';
import { blank, linesOf, type Mutant, replaceLines, type Setting } from './mutant';
import { listTraps } from './traps';

/** Lines that say nothing, by the first characters after the blanks. */
const comments = /^(?:#|\/\/|<!--|$)/;

/** Every mutant of every file that is no option file, no policy and no page for people. */
export function mutateLines(cloud: Cloud): Mutant[] {
  const interpreted = new Set(
    judgedServices.flatMap((service) => [...cloud.filesRead(service).read, ...cloud.policy(service).files.read]),
  );
  return [...cloud.files].flatMap(([file, text]) =>
    interpreted.has(file) || file.endsWith('.md') ? [] : listStatements(file, text).flatMap((one) => mutate(text, one)),
  );
}

/** Lines that say something; a line that opens a block is one setting with the block and one without. */
function listStatements(file: string, text: string): Setting[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index): Setting[] => {
    const words = line.trim();
    if (comments.test(words) || /^[{}]$/.test(words)) return [];
    const name = `${nameProgram(file)} ${shorten(words)}`;
    const statement = { file, line: index + 1, owner: file, name };
    const end = words.endsWith('{') ? findEnd(lines, index) : index;
    return end === index
      ? [{ ...statement, lineCount: 1 }]
      : [
          { ...statement, lineCount: 1 },
          { ...statement, lineCount: end - index + 1 },
        ];
  });
}

function mutate(text: string, setting: Setting): Mutant[] {
  const lines = linesOf(text, setting);
  const mutant = (mutation: string, replaced: readonly string[]): Mutant => ({
    setting,
    mutation,
    files: new Map([[setting.file, replaceLines(text, setting, replaced)]]),
  });
  if (setting.lineCount > 1) return [mutant('block removed', blank(setting))];
  const [line = ''] = lines;
  const isOpening = line.trimEnd().endsWith('{');
  return [
    ...(isOpening ? [] : [mutant('removed', blank(setting))]),
    ...(isOpening ? [] : [mutant('commented out', [line.replace(/\S/, '# $&')])]),
    ...listNumberChanges(line).map(([mutation, changed]) => mutant(mutation, [changed])),
    ...listWordRemovals(line).map(([mutation, changed]) => mutant(mutation, [changed])),
    ...listTraps(setting.file, line).map(([mutation, ...replaced]) => mutant(mutation, replaced)),
  ];
}

/** Each number that stands alone in a line, made large and made 0. Parts of addresses, patterns and names are no numbers. */
function listNumberChanges(line: string): [string, string][] {
  const numbers = [...line.matchAll(/(?<=^|[\s=({<>,:])\d+(?=$|[\s;,)}"]|[a-zA-Z%]{1,3}\b)/g)];
  return numbers.flatMap((found): [string, string][] => {
    const [number] = found;
    const put = (other: string): string => line.slice(0, found.index) + other + line.slice(found.index + number.length);
    return [
      [`${number} x100`, put(String(Number(number) * 100))],
      [`${number} to 0`, put('0')],
    ];
  });
}

/** Each word but the first left out. A quoted text is one word. */
function listWordRemovals(line: string): [string, string][] {
  const words = [...line.matchAll(/"[^"]*"|'[^']*'|[^\s"';]+/g)];
  return words.slice(1).flatMap((found): [string, string][] => {
    const word = found[0];
    if (word === '{' || word === '}') return [];
    const rest = line.slice(found.index + word.length).replace(/^ /, '');
    return [[`without ${shorten(word)}`, line.slice(0, found.index) + rest]];
  });
}

function findEnd(lines: readonly string[], start: number): number {
  let depth = 0;
  for (let index = start; index < lines.length; index += 1) {
    const line = (lines[index] ?? '').trim();
    if (line.startsWith('#')) continue;
    if (line.endsWith('{')) depth += 1;
    if (line === '}') depth -= 1;
    if (depth === 0) return index;
  }
  return start;
}

function nameProgram(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}

function shorten(words: string): string {
  return words.length > 60 ? `${words.slice(0, 57)}...` : words;
}
