// systemd units that load nftables files before glance-api may start.
import { lastSetting, listSettings, readUnit, type Unit } from '../../documents/systemd/parse-unit';
import type { FileTree } from '../../documents/types';
import type { Launcher } from '../../openstack/types';
import { glanceUnits } from '../../openstack/units';

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
export function listGuardFiles(files: FileTree, launcher: Launcher): GuardFile[] {
  const glanceUnit = glanceUnits[launcher];
  const glance = readUnit(files, glanceUnit);
  // A command of glance-api's own unit runs after the guard, and may take it away again.
  if (listCommands(glance, /^Exec/).some((command) => /\bnft\b|\bruleset\b/.test(command))) return [];
  if (hasSetting(glance, ownNetwork)) return [];
  const wanted = [...listWords(glance, 'Requires'), ...listWords(glance, 'BindsTo')];
  return [...new Set(wanted)].flatMap((name) => {
    const unit = readUnit(files, name);
    const isFirst = listWords(glance, 'After').includes(name) || listWords(unit, 'Before').includes(glanceUnit);
    if (!isFirst || !staysLoaded(unit)) return [];
    const isAfterNftables = listWords(unit, 'After').includes('nftables.service');
    return listSettings(unit, 'Service', 'ExecStart').flatMap(({ value }) => {
      const file = loadCommand.exec(value.trim())?.[1];
      return file !== undefined && files.has(file) ? [{ file, isAfterNftables }] : [];
    });
  });
}

/** `-` before the path is no match: then a file that nft refuses counts as a success. */
const loadCommand = /^[+!:|]*\/(?:\S*\/)?nft\s+-f\s+\/etc\/(\S+)$/;

/** Rules are those of one network namespace: the guard and glance-api must share it. */
const ownNetwork = /^(?:PrivateNetwork|NetworkNamespacePath|JoinsNamespaceOf)$/;

/** True when one of the keys is set and says more than no. */
function hasSetting({ settings }: Unit, key: RegExp): boolean {
  return settings.some((one) => key.test(one.key) && !/^(?:no|n|false|f|off|0)?$/i.test(one.value));
}

/** True when the unit has surely loaded its files once it counts as started, and nothing of its own unloads them. */
function staysLoaded(unit: Unit): boolean {
  // Only a oneshot is started when its commands have ended; a failed condition skips the commands and counts as a success.
  if (lastSetting(unit, 'Service', 'Type')?.value !== 'oneshot') return false;
  if (unit.settings.some(({ section, key }) => section === 'Unit' && key.startsWith('Condition'))) return false;
  if (hasSetting(unit, /^(?:ExecCondition|SuccessExitStatus|Root(?:Directory|Image)|Bind(?:ReadOnly)?Paths)$/))
    return false;
  if (hasSetting(unit, ownNetwork)) return false;
  if (!listCommands(unit, /^ExecStart(Post)?$/).every((command) => loadCommand.test(command.trim()))) return false;
  // Without RemainAfterExit the unit stops as soon as it has started, and its stop commands run.
  const remains = /^(?:yes|y|true|t|on|1)$/i.test(lastSetting(unit, 'Service', 'RemainAfterExit')?.value ?? 'no');
  return remains || listCommands(unit, /^ExecStop/).length === 0;
}

/**
 * The uid glance-api runs as when its unit says so; `known` when it does not, null when it names a user whose number is not in the tree.
 */
export function readGlanceUid(files: FileTree, known: number, launcher: Launcher): number | null {
  // The web server changes to the user of the application by itself (WSGIDaemonProcess).
  if (launcher === 'mod_wsgi') return runsAsGlance(files) ? known : null;
  const unit = readUnit(files, glanceUnits[launcher]);
  if (/^(?:yes|true|on|1)$/i.test(lastSetting(unit, 'Service', 'DynamicUser')?.value ?? 'no')) return null;
  const user = lastSetting(unit, 'Service', 'User')?.value;
  if (user === undefined || user === 'glance') return known;
  if (user === 'root') return 0;
  return /^\d+$/.test(user) ? Number(user) : null;
}

/** The sites of Apache, by their names in Debian and RDO. */
export const apacheSite = /^(?:apache2\/(?:sites|conf)-enabled|httpd\/conf\.d)\//;

/** False when a line of Apache gives the processes of glance to another user. */
function runsAsGlance(files: FileTree): boolean {
  const texts = [...files].flatMap(([path, text]) => (apacheSite.test(path) ? [text.replace(/\\\r?\n/g, ' ')] : []));
  const lines = texts.flatMap((text) => text.match(/^[ \t]*WSGIDaemonProcess[ \t].*glance.*/gim) ?? []);
  return lines.every((line) => /\buser=(?!"?glance"?(?:\s|$))/i.exec(line) === null);
}

/** Values of all keys of a kind, resets applied. */
function listCommands(unit: Unit, key: RegExp): string[] {
  const keys = new Set(unit.settings.map((one) => one.key).filter((name) => key.test(name)));
  return [...keys].flatMap((name) => listSettings(unit, 'Service', name).map(({ value }) => value));
}

/** The words of all lines of one setting. */
export function listWords(unit: Unit, key: string): string[] {
  return listSettings(unit, 'Unit', key).flatMap(({ value }) => value.split(/\s+/));
}
