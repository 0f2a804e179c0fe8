// Whether systemd of a host loads nftables.conf: Debian and its kin ship nftables.service disabled.
import { existsSync, lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { FileTree } from '../documents/types';

const SERVICE = 'nftables.service';

/**
 * True where nftables.service is masked, or where units are enabled, this one is not, and no unit of the tree asks for it. False in a tree
 * without enabled units, which is no host's: nobody knows then. @param etc a directory laid out like /etc @param files as read from it
 */
export function isPacketFilterOff(etc: string, files: FileTree): boolean {
  const units = join(etc, 'systemd/system');
  if (!existsSync(units)) return false;
  if (isMasked(join(units, SERVICE))) return true;
  const wanting = readdirSync(units).filter((name) => /\.(?:wants|requires)$/.test(name));
  const isEnabled = wanting.some((name) => hasEntry(join(units, name, SERVICE)));
  return wanting.length > 0 && !isEnabled && ![...files.values()].some((text) => asksFor.test(text));
}

const asksFor = /^\s*(?:Wants|Requires|Requisite|BindsTo|Upholds)\s*=.*\bnftables\.service\b/m;

function isMasked(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true && readlinkSync(path) === '/dev/null';
}

/** A link counts wherever it leads: to the unit of the package, mostly. */
function hasEntry(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
