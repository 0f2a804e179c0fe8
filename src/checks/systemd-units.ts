// Units of systemd as a tree below /etc holds them: settings of the file and of its drop-ins.
import type { FileTree } from '../documents/types';

/** Settings of one unit: `Section.Key` to the words given for it, drop-ins applied, an empty assignment clearing the list. */
export type UnitSettings = ReadonlyMap<string, readonly string[]>;

/** The words of all lines of one setting. */
export function listWords(unit: UnitSettings, key: string): string[] {
  return (unit.get(key) ?? []).flatMap((line) => line.split(/\s+/)).filter((word) => word !== '');
}

/** The unit file, then its drop-ins by name. Comments and other sections do not count. */
export function readUnit(files: FileTree, name: string): UnitSettings {
  const dropIns = [...files.keys()].filter(
    (path) => path.startsWith(`systemd/system/${name}.d/`) && path.endsWith('.conf'),
  );
  const settings = new Map<string, string[]>();
  for (const path of [`systemd/system/${name}`, ...dropIns.sort()]) {
    let section = '';
    for (const line of (files.get(path) ?? '').replace(/\\\n/g, ' ').split('\n')) {
      const header = /^\s*\[(.+)\]\s*$/.exec(line);
      const pair = /^\s*([A-Za-z]+)\s*=\s*(.*?)\s*$/.exec(line);
      if (header) section = header[1] as string;
      else if (pair) {
        const key = `${section}.${pair[1]}`;
        settings.set(key, pair[2] === '' ? [] : [...(settings.get(key) ?? []), pair[2] as string]);
      }
    }
  }
  return settings;
}
