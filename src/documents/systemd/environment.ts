// The environment that systemd gives a service: Environment= of the unit, then the files of EnvironmentFile=, less UnsetEnvironment=.
import type { FileTree, Source } from '../types';
import { listSettings, parseUnitFile, type Unit, type UnitSetting } from './parse-unit';

/** One variable and the line that sets it. */
export interface EnvironmentVariable {
  readonly name: string;
  readonly value: string;
  readonly at: Source;
}

/**
 * The variables of a unit, each once, in the order in which they were set last. Files below /etc are read where the tree has them; others,
 * and what the manager itself passes on, are outside of it.
 */
export function readEnvironment(tree: FileTree, unit: Unit): EnvironmentVariable[] {
  const found = new Map<string, EnvironmentVariable>();
  const set = (text: string, at: Source): void => {
    const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(text) ?? [];
    if (name === undefined || value === undefined) return;
    found.delete(name);
    found.set(name, { name, value, at });
  };
  for (const { value, at } of [...listDefaults(tree), ...listSettings(unit, 'Service', 'Environment')]) {
    for (const word of splitUnitWords(value)) set(word.replaceAll('%%', '%'), at);
  }
  for (const { value } of listSettings(unit, 'Service', 'EnvironmentFile')) {
    const file = /^-?\/etc\/(.+)$/.exec(value)?.[1];
    const text = file === undefined ? undefined : tree.get(file);
    if (file !== undefined && text !== undefined) readEnvironmentFile(text, file, set);
  }
  for (const { value } of listSettings(unit, 'Service', 'UnsetEnvironment')) {
    for (const word of splitUnitWords(value)) {
      const [name = '', ...wanted] = word.split('=');
      if (wanted.length === 0 || found.get(name)?.value === wanted.join('=')) found.delete(name);
    }
  }
  return [...found.values()];
}

/** What the manager gives every service. */
function listDefaults(tree: FileTree): UnitSetting[] {
  const dropIns = [...tree.keys()].filter((path) => /^systemd\/system\.conf\.d\/[^/]+\.conf$/.test(path)).sort();
  const files = ['systemd/system.conf', ...dropIns].filter((file) => tree.has(file));
  const settings = files.flatMap((file) => parseUnitFile(tree.get(file) ?? '', file));
  return listSettings({ name: 'system.conf', files, settings }, 'Manager', 'DefaultEnvironment');
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', s: ' ' };

/** Words as systemd takes them apart: blanks between them, quotes anywhere in them, a backslash before one character. */
export function splitUnitWords(value: string): string[] {
  const words = value.match(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')+/gs) ?? [];
  return words.map((word) =>
    word.replace(/"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|\\./gs, (mark, double?: string, single?: string) =>
      (double ?? single ?? mark).replace(/\\(.)/gs, (_, escaped: string) => escapes[escaped] ?? escaped),
    ),
  );
}

/** One assignment a line, as a shell would take it that knows no variables. */
function readEnvironmentFile(text: string, file: string, set: (text: string, at: Source) => void): void {
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i += 1) {
    const at = { file, line: i + 1 };
    let line = (lines[i] ?? '').trim();
    if (line.startsWith('#') || line.startsWith(';')) continue;
    while (/(?:^|[^\\])(?:\\\\)*\\$/.test(line) && i + 1 < lines.length) {
      i += 1;
      line = `${line.slice(0, -1)}${(lines[i] ?? '').trimEnd()}`;
    }
    const equals = line.indexOf('=');
    if (equals > 0) set(`${line.slice(0, equals).trimEnd()}=${unquote(line.slice(equals + 1).trimStart())}`, at);
  }
}

function unquote(value: string): string {
  return value.replace(
    /"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/gs,
    (_, double?: string, single?: string, escaped?: string) =>
      double === undefined ? (single ?? escaped ?? '') : double.replace(/\\(["\\$`])/g, '$1'),
  );
}
