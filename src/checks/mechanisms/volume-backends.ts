// Back ends of cinder-volume: which of them make a volume of an image without a download that anybody verifies.
import type { Source } from '../../documents/types';
import type { Cloud } from '../cloud/cloud';
import { isBefore } from '../cloud/releases';
import { showsLocations, takesRawImages } from './signature-ground';

/** One of `enabled_backends`, with the driver that its section or `[backend_defaults]` names. */
export interface VolumeBackend {
  readonly name: string;
  /** Python path of the class; empty when nobody can say. */
  readonly driver: string;
}

/** The back ends of cinder-volume, in the order of the option. */
function listBackends(cloud: Cloud): VolumeBackend[] {
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
function isKnownToDownload(cloud: Cloud, { driver }: VolumeBackend): boolean {
  if (isCeph(driver) && isBefore(cloud, '2024.2')) return showsLocations(cloud) === false;
  return /^cinder\.volume\.drivers\.\w/.test(driver) && !mayClone.test(driver);
}

/** True when some images surely become volumes past the verification. */
function isKnownToClone(cloud: Cloud, { driver }: VolumeBackend): boolean {
  // Fetches by itself, from xena on whatever the image, and says that it cloned.
  if (/^cinder\.volume\.drivers\.vmware\./.test(driver)) return !isBefore(cloud, 'xena');
  // From 2024.2 on Cinder may read locations as a service; before, Glance must show them to everybody.
  return isCeph(driver) && takesRawImages(cloud) && (!isBefore(cloud, '2024.2') || showsLocations(cloud) === true);
}

/** How images become volumes here, other than by a download. */
export interface ImageCopies {
  /** `cinder` is among `allowed_direct_url_schemes`. */
  readonly clonesLocations: boolean;
  /** Where that option stands. */
  readonly at: Source | null;
  /** A back end that surely clones. */
  readonly cloning: VolumeBackend | undefined;
  /** Surely every image is downloaded: no location is cloned, and the files name all back ends. */
  readonly isNever: boolean;
}

/** Reads it for cinder-volume. The cache of image volumes is not looked at. */
export function surveyImageCopies(cloud: Cloud): ImageCopies {
  const { value, at } = cloud.programConfig('cinder', 'cinder-volume').get('DEFAULT', 'allowed_direct_url_schemes');
  const clonesLocations = Array.isArray(value) && value.includes('cinder');
  const backends = listBackends(cloud);
  // Without the list of back ends nobody can say that none of them clones.
  const isKnown = backends.length > 0 && backends.every((backend) => isKnownToDownload(cloud, backend));
  const cloning = backends.find((backend) => isKnownToClone(cloud, backend));
  return { clonesLocations, at, cloning, isNever: !clonesLocations && at !== null && isKnown };
}

/** True when a back end may make volumes out of its cache of image volumes. */
export function mayCacheImages(cloud: Cloud): boolean {
  const config = cloud.programConfig('cinder', 'cinder-volume');
  const sections = [...listBackends(cloud).map(({ name }) => name), 'backend_defaults'];
  const raws = sections.map((section) => config.get(section, 'image_volume_cache_enabled').raw?.trim() ?? '');
  return raws.some((raw) => !/^(?:|0|n|no|f|off|false)$/i.test(raw));
}

/** RBD, and its images given out over iSCSI (xena and later), which clones as the driver it is made of. */
function isCeph(driver: string): boolean {
  return /\brbd\.RBDDriver$|\brbd_iscsi\.RBDISCSIDriver$/.test(driver);
}
