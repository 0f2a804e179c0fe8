// Locations that a member writes with PATCH: what hides them, and what closes them.
import type { Cloud } from '../cloud/cloud';
import type { Defence } from '../types';

/** The option without which PATCH of /locations answers 403 in every release, whatever the policy says. */
export function findHiddenLocations(cloud: Cloud): Defence[] {
  const { value, at } = cloud.config('glance').get('DEFAULT', 'show_multiple_locations');
  if (value === true) return [];
  return [{ layer: 'locations', at, because: 'locations are neither shown nor writable (show_multiple_locations)' }];
}
