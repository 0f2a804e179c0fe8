// Back ends of cinder-volume: which of them make a volume of an image without a download that anybody verifies.
import type { Cloud } from '../cloud/cloud';
import { isBefore } from '../cloud/releases';
import { showsLocations } from './signature-ground';

/** One of `enabled_backends`, with the driver that its section or `[backend_defaults]` names. */
export interface VolumeBackend {
  readonly name: string;
  /** Python path of the class; empty when nobody can say. */
  readonly driver: string;
}

/** The back ends of cinder-volume, in the order of the option. */
export function listBackends(cloud: Cloud): VolumeBackend[] {
  const config = cloud.programConfig('cinder', 'cinder-volume');
  const names = config.get('DEFAULT', 'enabled_backends').value;
  const shared = config.get('backend_defaults', 'volume_driver').value;
  return (Array.isArray(names) ? names.map(String) : []).map((name) => {
    const own = config.get(name, 'volume_driver').raw;
    const driver = own ?? (typeof shared === 'string' ? shared : '');
    return { name, driver: driver.includes('$') ? '' : driver.trim() };
  });
}

/** In-tree drivers with a clone_image of their own, read in queens to 2026.2; all others take over one that clones nothing. */
const mayClone =
  /^cinder\.volume\.drivers\.(?:rbd|ceph|vmware|netapp|ibm\.gpfs|datera|sheepdog|solidfire|tintri|zfssa)(?:\.|$)/;

/** True when no image becomes a volume on this back end but by a download. A driver from elsewhere may do anything. */
export function isKnownToDownload(cloud: Cloud, { driver }: VolumeBackend): boolean {
  if (isCeph(driver) && isBefore(cloud, '2024.2')) return showsLocations(cloud) === false;
  return /^cinder\.volume\.drivers\.\w/.test(driver) && !mayClone.test(driver);
}

/** True when some images surely become volumes past the verification. */
export function isKnownToClone(cloud: Cloud, { driver }: VolumeBackend): boolean {
  // Fetches by itself, from xena on whatever the image, and says that it cloned.
  if (/^cinder\.volume\.drivers\.vmware\./.test(driver)) return !isBefore(cloud, 'xena');
  // From 2024.2 on Cinder may read locations as a service; before, Glance must show them to everybody.
  return isCeph(driver) && (!isBefore(cloud, '2024.2') || showsLocations(cloud) === true);
}

/** RBD, and its images given out over iSCSI (xena and later), which clones as the driver it is made of. */
function isCeph(driver: string): boolean {
  return /\brbd\.RBDDriver$|\brbd_iscsi\.RBDISCSIDriver$/.test(driver);
}
