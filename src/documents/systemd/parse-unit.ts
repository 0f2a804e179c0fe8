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

/** A unit below `systemd/system`: the file itself, then its drop-ins by name, those for all units of its kind or prefix among them. */
export function readUnit(tree: FileTree, name: string): Unit {
  const directories = listDropInDirectories(name);
  const byName = new Map<string, string>();
  for (const path of tree.keys()) {
    const [, directory = '', file = ''] = /^systemd\/system\/([^/]+)\.d\/([^/.][^/]*\.conf)$/.exec(path) ?? [];
    const rank = directories.indexOf(directory);
    const known = byName.get(file);
    // Of two drop-ins of one name the one that is meant more closely counts.
    if (rank >= 0 && (known === undefined || rank < directories.indexOf(known))) byName.set(file, directory);
  }
  const dropIns = [...byName.keys()].sort(compareText).map((file) => `systemd/system/${byName.get(file)}.d/${file}`);
  const files = [`systemd/system/${name}`, ...dropIns].filter((path) => tree.has(path));
  return { name, files, settings: files.flatMap((file) => parseUnitFile(tree.get(file) ?? '', file)) };
}

/** `a-b.service`, `a-.service`, `service`: the closest first. */
function listDropInDirectories(name: string): string[] {
  const dot = name.lastIndexOf('.');
  const kind = name.slice(dot + 1);
  const parts = name.slice(0, dot).split('-').slice(0, -1);
  const prefixes = parts.map((_, index) => `${parts.slice(0, index + 1).join('-')}-.${kind}`).reverse();
  return [name, ...prefixes, kind];
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
