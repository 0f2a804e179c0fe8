// What Cinder does with the signature of an image that becomes a volume: only the download path looks at it.
import { compareReleases } from '../../openstack/releases';
import type { ReleaseName } from '../../openstack/types';
import type { ImageState } from './image-state';

/** `[DEFAULT]` of Cinder, as far as signatures go. */
export interface CinderSignatureFacts {
  readonly release: ReleaseName;
  /** `verify_glance_signatures` is `enabled`, the default since rocky. */
  readonly verifies: boolean;
}

/** How the volume gets its bytes. */
export type CinderPath =
  /** Downloaded, the first fill of the image-volume cache and every encrypted type included. */
  | 'download'
  /** The driver clones the image inside its own storage. */
  | 'driver-clone'
  /** `cinder` in `allowed_direct_url_schemes`: the image is a volume already. */
  | 'location-clone'
  /** Hit in the image-volume cache. */
  | 'cache-hit'
  /** `os-reimage`, yoga and later; Nova's rebuild of a volume-backed server from zed on. */
  | 'reimage'
  /** From a snapshot, a volume or a backup. */
  | 'copy';

/** What becomes of the volume. */
export interface VolumeOutcome {
  readonly ends: 'available' | 'error';
  /** True when the bytes were compared with a signature. */
  readonly isVerified: boolean;
  /** The volume's `signature_verified`; null when the key is absent. Owners can set it themselves: never a proof. */
  readonly mark: boolean | null;
  readonly because: string;
}

/** Makes a volume from one image over one path. Cinder has no list of trusted certificates: `UT` counts as verified. */
export function makeVolume(facts: CinderSignatureFacts, path: CinderPath, state: ImageState): VolumeOutcome {
  if (!facts.verifies || compareReleases(facts.release, 'rocky') < 0) {
    return { ends: 'available', isVerified: false, mark: null, because: 'Cinder verifies nothing' };
  }
  if (path !== 'download') return { ends: 'available', isVerified: false, mark: null, because: pathWords[path] };
  switch (state) {
    case 'N':
      return { ends: 'available', isVerified: false, mark: false, because: 'an unsigned image is taken as it is' };
    case 'OK':
      return { ends: 'available', isVerified: true, mark: true, because: 'the signature fits' };
    case 'UT':
      return { ends: 'available', isVerified: true, mark: true, because: 'Cinder trusts every certificate' };
    case 'P':
      return { ends: 'error', isVerified: false, mark: null, because: 'a signature property is missing' };
    case 'BAD':
      return { ends: 'error', isVerified: true, mark: null, because: 'the bytes do not fit the signature' };
    case 'MISS':
      return { ends: 'error', isVerified: false, mark: null, because: 'the certificate cannot be fetched' };
  }
}

const pathWords: Readonly<Record<Exclude<CinderPath, 'download'>, string>> = {
  'driver-clone': 'the driver clones the image and nothing is downloaded',
  'location-clone': 'the image is a volume already and is cloned',
  'cache-hit': 'the volume comes from the cache of image volumes',
  reimage: 'reimage never verifies',
  copy: 'no image is read',
};
