// Two switches of Glance that must agree from wallaby to zed, or glance-api does not start.
import type { Source } from '../../documents/types';
import { policyDefaults } from '../../openstack/policy-defaults';
import { compareReleases } from '../../openstack/releases';
import type { ConfiguredServices } from './configured-services';

/** The switch that stands in a file, and the one that would have to be set with it. */
export interface UnequalSwitches {
  readonly at: Source;
  readonly message: string;
  /** What makes them agree: the tight side. */
  readonly section: string;
  readonly option: string;
}

/**
 * `[DEFAULT] enforce_secure_rbac` unlike `[oslo_policy] enforce_new_defaults`; null where they agree, and where the main file that may
 * set the other one is not in the tree.
 */
export function findUnequalSwitches(cloud: ConfiguredServices): UnequalSwitches | null {
  const { release } = cloud.versions;
  const config = cloud.config('glance');
  const secure = config.get('DEFAULT', 'enforce_secure_rbac');
  const modern = config.get('oslo_policy', 'enforce_new_defaults');
  if (
    compareReleases(release, 'wallaby') < 0 ||
    compareReleases(release, 'zed') > 0 ||
    secure.error !== null ||
    modern.error !== null
  )
    return null;
  const isModern = modern.at === null ? policyDefaults('glance', release).enforceNewDefaults : modern.value === true;
  const at = secure.at ?? modern.at;
  const isWhole = (secure.at !== null && modern.at !== null) || cloud.files.has('glance/glance-api.conf');
  if (at === null || !isWhole || (secure.value === true) === isModern) return null;
  const message = '[DEFAULT] enforce_secure_rbac and [oslo_policy] enforce_new_defaults must both be on, or both off';
  return isModern
    ? { at, message, section: 'DEFAULT', option: 'enforce_secure_rbac' }
    : { at, message, section: 'oslo_policy', option: 'enforce_new_defaults' };
}
