// systemd units that load nftables files before glance-api may start.
import type { FileTree } from '../documents/types';
import { listWords, readUnit, type UnitSettings } from './systemd-units';

const glanceUnit = 'glance-api.service';

/** A file that a unit loads before glance-api starts. */
export interface GuardFile {
  readonly file: string;
  /** Loaded after nftables.service; without that order a `flush ruleset` of nftables.conf may come later and clear it. */
  readonly isAfterNftables: boolean;
}

/**
 * Files that a unit gives to `nft -f`, when glance-api both requires that unit and starts after it: without the order,
 * systemd starts the two together, and a guard that fails does not keep glance-api from running.
 */
export function listGuardFiles(files: FileTree): GuardFile[] {
  const glance = readUnit(files, glanceUnit);
  // A command of glance-api's own unit runs after the guard, and may take it away again.
  if (listCommands(glance, /^Service\.Exec/).some((command) => /\bnft\b|\bruleset\b/.test(command))) return [];
  const wanted = [...listWords(glance, 'Unit.Requires'), ...listWords(glance, 'Unit.BindsTo')];
  return [...new Set(wanted)].flatMap((name) => {
    const unit = readUnit(files, name);
    const isFirst =
      listWords(glance, 'Unit.After').includes(name) || listWords(unit, 'Unit.Before').includes(glanceUnit);
    if (!isFirst || !staysLoaded(unit)) return [];
    const isAfterNftables = listWords(unit, 'Unit.After').includes('nftables.service');
    return (unit.get('Service.ExecStart') ?? []).flatMap((command) => {
      const file = loadCommand.exec(command.trim())?.[1];
      return file !== undefined && files.has(file) ? [{ file, isAfterNftables }] : [];
    });
  });
}

/** `-` before the path is no match: then a file that nft refuses counts as a success. */
const loadCommand = /^[+!:|]*\/(?:\S*\/)?nft\s+-f\s+\/etc\/(\S+)$/;

/** True when the unit has surely loaded its files once it counts as started, and nothing of its own unloads them. */
function staysLoaded(unit: UnitSettings): boolean {
  // Only a oneshot is started when its commands have ended; a failed condition skips the commands and counts as a success.
  if (unit.get('Service.Type')?.at(-1) !== 'oneshot') return false;
  if ([...unit].some(([key, values]) => key.startsWith('Unit.Condition') && values.length > 0)) return false;
  if (!listCommands(unit, /^Service\.ExecStart(Post)?$/).every((command) => loadCommand.test(command.trim())))
    return false;
  // Without RemainAfterExit the unit stops as soon as it has started, and its stop commands run.
  const remains = /^(?:yes|true|on|1)$/i.test(unit.get('Service.RemainAfterExit')?.at(-1) ?? 'no');
  return remains || listCommands(unit, /^Service\.ExecStop/).length === 0;
}

/**
 * The uid glance-api runs as when its unit says so; `known` when it does not, null when it names a user whose number is not in the tree.
 */
export function readGlanceUid(files: FileTree, known: number): number | null {
  const unit = readUnit(files, glanceUnit);
  if (/^(?:yes|true|on|1)$/i.test(unit.get('Service.DynamicUser')?.at(-1) ?? 'no')) return null;
  const user = unit.get('Service.User')?.at(-1);
  if (user === undefined || user === 'glance') return known;
  if (user === 'root') return 0;
  return /^\d+$/.test(user) ? Number(user) : null;
}

function listCommands(unit: UnitSettings, key: RegExp): string[] {
  return [...unit].flatMap(([name, commands]) => (key.test(name) ? commands : []));
}
