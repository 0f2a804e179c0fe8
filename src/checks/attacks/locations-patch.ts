// A location written with PATCH: the image's bytes are whatever an internal address answers.
import { createLocationAttack } from '../mechanisms/location-attack';
import { findHiddenLocations } from '../mechanisms/location-patch';
import { findRefusal, fixOption } from '../mechanisms/policy-refusal';

export const attack = createLocationAttack({
  id: 'locations-patch',
  title: 'Location added with PATCH',
  layer: 'locations',
  words:
    'With show_multiple_locations a member adds a URL of its choice to an image. The http store fetches it, or the swift store asks the keystone that stands in it, and the member downloads the answer as the image.',
  references: ['OSSN-0065', 'OSSN-0090'],
  url: () => 'http://10.0.0.5/',
  leadsTo: '10.0.0.5',
  groundless: () => null,
  entry: (cloud) => [...findHiddenLocations(cloud), ...findRefusal(cloud, 'set_image_location', 'member')],
  fixes: () => [fixOption('DEFAULT', 'show_multiple_locations', 'false')],
});
