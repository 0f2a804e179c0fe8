// What a snapshot of a signed server carries: Nova dropped the signature properties from ussuri on.
import { compareReleases } from '../../openstack/releases';
import type { ReleaseName } from '../../openstack/types';

/** What createImage, shelve and a cross-cell resize leave behind. */
export type SnapshotOutcome =
  /** An image without any of the four properties: state `N`. */
  | 'unsigned'
  /** The old signature over new bytes: Glance refuses the upload. */
  | 'upload-refused'
  /** A volume-backed server: an image of zero bytes that points to volume snapshots. */
  | 'volume-snapshot';

/** @param nonInheritable `[DEFAULT] non_inheritable_image_properties` of Nova. */
export function takeSnapshot(
  release: ReleaseName,
  isVolumeBacked: boolean,
  nonInheritable: readonly string[] = [],
): SnapshotOutcome {
  if (isVolumeBacked) return 'volume-snapshot';
  if (compareReleases(release, 'ussuri') >= 0) return 'unsigned';
  // One property less is no signature to Glance.
  return nonInheritable.some((name) => name.startsWith('img_signature')) ? 'unsigned' : 'upload-refused';
}
