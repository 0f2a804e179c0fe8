// systemd units that load nftables files before glance-api may start.
import type { FileTree } from '../documents/types';

/** Settings of one unit: `Section.Key` to the words given for it, drop-ins applied, an empty assignment clearing the list. */
type UnitSettings = ReadonlyMap<string, readonly string[]>;

const glanceUnit = 'glance-api.service';

/**
 * Files that a unit gives to `nft -f`, when glance-api both requires that unit and starts after it: without the order,
 * systemd starts the two together, and a guard that fails does not keep glance-api from running.
 */
export function listGuardFiles(files: FileTree): string[] {
  const glance = readUnit(files, glanceUnit);
  const wanted = [...listWords(glance, 'Unit.Requires'), ...listWords(glance, 'Unit.BindsTo')];
  return [...new Set(wanted)].flatMap((name) => {
    const unit = readUnit(files, name);
    const isFirst =
      listWords(glance, 'Unit.After').includes(name) || listWords(unit, 'Unit.Before').includes(glanceUnit);
    if (!isFirst) return [];
    return (unit.get('Service.ExecStart') ?? []).flatMap((command) => {
      const file = /^\S*\/nft\s+-f\s+\/etc\/(\S+)$/.exec(command.trim())?.[1];
      return file !== undefined && files.has(file) ? [file] : [];
    });
  });
}

function listWords(unit: UnitSettings, key: string): string[] {
  return (unit.get(key) ?? []).flatMap((line) => line.split(/\s+/)).filter((word) => word !== '');
}

/** The unit file, then its drop-ins by name. Comments and other sections do not count. */
function readUnit(files: FileTree, name: string): UnitSettings {
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
