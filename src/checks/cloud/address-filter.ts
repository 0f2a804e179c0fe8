// IPAddressDeny= and IPAddressAllow= of the unit of glance-api: a filter of systemd's own, which it leaves out without a word where the kernel or a container forbids it.
import { isInNetwork, readAddress, readNetwork, unmapAddress } from '../../documents/nftables/networks';
import { listSettings, readUnit } from '../../documents/systemd/parse-unit';
import type { FileTree, Source } from '../../documents/types';
import type { Launcher } from '../../openstack/types';
import { glanceUnits } from '../../openstack/units';

const words: Readonly<Record<string, readonly string[]>> = {
  any: ['0.0.0.0/0', '::/0'],
  localhost: ['127.0.0.0/8', '::1/128'],
  'link-local': ['169.254.0.0/16', 'fe80::/64'],
  multicast: ['224.0.0.0/4', 'ff00::/8'],
};

/** The line that denies an address; null when none does, or another line allows it (run with systemd 257). */
export function findDenyingLine(files: FileTree, launcher: Launcher, address: string): Source | null {
  const bytes = readAddress(address);
  if (bytes === null) return null;
  // The kernel takes the unspecified address for loopback before the filter sees it.
  const loopback = bytes.length === 4 ? [127, 0, 0, 1] : [...bytes.slice(1), 1];
  const arriving = bytes.some((byte) => byte !== 0) ? (unmapAddress(bytes) ?? bytes) : loopback;
  const unit = readUnit(files, glanceUnits[launcher]);
  const find = (key: string): Source | undefined =>
    listSettings(unit, 'Service', key).find(({ value }) =>
      value
        .split(/\s+/)
        .flatMap((word) => words[word] ?? [word])
        .map(readNetwork)
        .some((network) => network !== null && isInNetwork(arriving, network)),
    )?.at;
  const denied = find('IPAddressDeny');
  return denied === undefined || find('IPAddressAllow') !== undefined ? null : denied;
}
