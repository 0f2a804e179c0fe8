// Questions of checks about the release of a cloud.
import { compareReleases } from '../../openstack/releases';
import type { ReleaseName } from '../../openstack/types';
import type { Cloud } from './cloud';

/** True when the cloud runs a release older than `since`. */
export function isBefore(cloud: Cloud, since: ReleaseName): boolean {
  return compareReleases(cloud.versions.release, since) < 0;
}
