// Reads systemd unit files and drop-ins as systemd does: continued lines, comments, lists, resets by an empty value.
import { compareText } from '../../problems';
import type { FileTree, Source } from '../types';

/** One assignment of a unit, drop-ins included. */
export interface UnitSetting {
  readonly section: string;
  readonly key: string;
  /** Trimmed; empty text resets what stood before. */
  readonly value: string;
  readonly at: Source;
}

/** A unit file with its drop-ins, in the order systemd applies them. */
export interface Unit {
  readonly name: string;
  /** Files that were read; empty when the tree says nothing of the unit. */
  readonly files: readonly string[];
  readonly settings: readonly UnitSetting[];
}

/** Assignments of one file, in file order. Lines that are none of section, assignment or comment are ignored, as systemd ignores them. */
export function parseUnitFile(text: string, file: string): UnitSetting[] {
  const settings: UnitSetting[] = [];
  const lines = text.split('\n');
  let section = '';
  for (let i = 0; i < lines.length; i += 1) {
    const at = { file, line: i + 1 };
    let line = (lines[i] ?? '').trim();
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    while (line.endsWith('\\') && i + 1 < lines.length) {
      i += 1;
      const next = (lines[i] ?? '').trim();
      // A comment between continued lines is dropped and the value goes on.
      if (next.startsWith('#') || next.startsWith(';')) continue;
      line = `${line.slice(0, -1).trimEnd()} ${next}`;
    }
    if (line.startsWith('[')) {
      section = line.endsWith(']') ? line.slice(1, -1) : '';
      continue;
    }
    const equals = line.indexOf('=');
    if (equals < 1 || section === '') continue;
    settings.push({ section, key: line.slice(0, equals).trimEnd(), value: line.slice(equals + 1).trimStart(), at });
  }
  return settings;
}

/** A unit below `systemd/system`: the file itself, then its drop-ins by name. */
export function readUnit(tree: FileTree, name: string): Unit {
  const prefix = `systemd/system/${name}.d/`;
  const dropIns = [...tree.keys()]
    .filter((path) => path.startsWith(prefix) && path.endsWith('.conf'))
    .sort(compareText);
  const files = [`systemd/system/${name}`, ...dropIns].filter((path) => tree.has(path));
  return { name, files, settings: files.flatMap((file) => parseUnitFile(tree.get(file) ?? '', file)) };
}

/** The assignment that counts for a key of one value: the last. Undefined when it is not set or was reset. */
export function lastSetting(unit: Unit, section: string, key: string): UnitSetting | undefined {
  const last = unit.settings.findLast((one) => one.section === section && one.key === key);
  return last === undefined || last.value === '' ? undefined : last;
}

/** The assignments that count for a key that gathers values: those behind the last reset. */
export function listSettings(unit: Unit, section: string, key: string): UnitSetting[] {
  const all = unit.settings.filter((one) => one.section === section && one.key === key);
  return all.slice(all.findLastIndex((one) => one.value === '') + 1);
}
