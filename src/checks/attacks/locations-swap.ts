// Active image, other bytes: a location is added, the first one removed.
import { findHiddenLocations, findLocationQuota } from '../mechanisms/location-patch';
import { fixOption } from '../mechanisms/policy-refusal';
import { createRuleAttack } from '../mechanisms/rule-attack';

export const attack = createRuleAttack({
  id: 'locations-swap',
  title: 'Bytes of an active image swapped by its locations',
  layer: 'locations',
  severity: 'high',
  words:
    'An owner adds a second location to an image that others use, then removes the first. Id and name stay, the bytes change, and nothing computes the checksum again. An image_location_quota of 0 or 1 keeps the second location out: the last one of an image cannot be removed.',
  references: ['OSSN-0065', 'OSSN-0090'],
  rules: ['set_image_location', 'delete_image_location'],
  // The last location of an image cannot be removed: a second one must be there first.
  further: (cloud) => [...findHiddenLocations(cloud), ...findLocationQuota(cloud, 1)],
  reach:
    'A member adds a location to an image of its own and removes the one before it: the id now stands for other bytes.',
  fixes: () => [fixOption('DEFAULT', 'show_multiple_locations', 'false')],
});
