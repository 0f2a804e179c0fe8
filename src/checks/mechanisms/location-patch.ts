// Locations that a member writes with PATCH: what hides them, and what closes them.
import type { Cloud } from '../cloud/cloud';
import type { Defence } from '../types';

/** The option without which PATCH of /locations answers 403 in every release, whatever the policy says. */
export function findHiddenLocations(cloud: Cloud): Defence[] {
  const { value, at } = cloud.config('glance').get('DEFAULT', 'show_multiple_locations');
  if (value === true) return [];
  return [{ layer: 'locations', at, because: 'locations are neither shown nor writable (show_multiple_locations)' }];
}

/**
 * `image_location_quota` of at most `kept`: beyond it no location that a caller names becomes part of an image, by PATCH (413) or by the Add
 * Location API. Uploads and imports need none of it. The http store asks the URL for its size all the same, so that no attack is stopped that
 * wants to be heard (run on 25.1.0, 30.0.0 and 33.0.0).
 */
export function findLocationQuota(cloud: Cloud, kept: 0 | 1): Defence[] {
  const { value, at } = cloud.config('glance').get('DEFAULT', 'image_location_quota');
  if (typeof value !== 'number' || value < 0 || value > kept) return [];
  return [{ layer: 'quota', at, because: `image_location_quota ends at ${value}` }];
}
