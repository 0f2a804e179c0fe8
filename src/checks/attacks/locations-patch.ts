// A location written with PATCH: the image's bytes are whatever an internal address answers.

import { readStores } from '../mechanisms/location-attack';
import { findHiddenLocations } from '../mechanisms/location-patch';
import { fixOption } from '../mechanisms/policy-refusal';
import { createRuleAttack } from '../mechanisms/rule-attack';
import { findFilterDefences, findUrlDefences } from '../mechanisms/url-attack';

const url = 'http://10.0.0.5/';

export const attack = createRuleAttack({
  id: 'locations-patch',
  title: 'Location added with PATCH',
  layer: 'locations',
  severity: 'critical',
  words:
    'With show_multiple_locations a member adds a URL of its choice to an image. The http store fetches it, and the member downloads the answer as the image.',
  references: ['OSSN-0065', 'OSSN-0090'],
  rules: ['set_image_location'],
  further: (cloud) => {
    const stores = readStores(cloud);
    const env = cloud.urlEnvironment();
    return [
      ...findHiddenLocations(cloud),
      ...(stores.hasHttp ? [] : [{ layer: 'stores' as const, at: stores.at, because: 'no http store is enabled' }]),
      // Only code with CVE-2026-71196 fixed asks the filter about a location (read in Debian's zed and in 33.0.0).
      ...(cloud.importFilter.level === 'pinning' ? findFilterDefences(cloud, url, env) : []),
      ...findUrlDefences(cloud, url, env).filter(({ layer }) => layer === 'egress-guard'),
    ];
  },
  reach: `A member adds the location ${url} to an image of its own: the http store fetches it and serves the bytes.`,
  fixes: () => [fixOption('DEFAULT', 'show_multiple_locations', 'false')],
});
