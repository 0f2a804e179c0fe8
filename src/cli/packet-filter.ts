// Whether systemd of a host loads nftables.conf: Debian and its kin ship nftables.service disabled.
import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { listWords } from '../checks/cloud/guard-units';
import { readUnit } from '../documents/systemd/parse-unit';
import type { FileTree } from '../documents/types';
import type { Launcher } from '../openstack/types';
import { glanceUnits } from '../openstack/units';
import { hasEntry } from '../output/current-tree';

const SERVICE = 'nftables.service';

/**
 * True where nftables.service is masked, or where units are enabled, this one is not, and the unit of glance-api does not start it. False in
 * a tree without enabled units, which is no host's: nobody knows then. @param etc a directory laid out like /etc @param files as read from it
 */
export function isPacketFilterOff(etc: string, files: FileTree, launcher: Launcher): boolean {
  const units = join(etc, 'systemd/system');
  if (!existsSync(units)) return false;
  if (isMasked(units)) return true;
  const wanting = readdirSync(units).filter((name) => /\.(?:wants|requires)$/.test(name));
  // A link counts wherever it leads: to the unit of the package, mostly.
  const isEnabled = wanting.some((name) => hasEntry(join(units, name, SERVICE)));
  return wanting.length > 0 && !isEnabled && !isStartedByGlance(files, launcher);
}

/** Another unit that asks for it may itself never start. */
function isStartedByGlance(files: FileTree, launcher: Launcher): boolean {
  const unit = readUnit(files, glanceUnits[launcher]);
  return ['Wants', 'Requires', 'BindsTo'].some((key) => listWords(unit, key).includes(SERVICE));
}

function isMasked(units: string): boolean {
  try {
    return readlinkSync(join(units, SERVICE)) === '/dev/null';
  } catch {
    return false;
  }
}
