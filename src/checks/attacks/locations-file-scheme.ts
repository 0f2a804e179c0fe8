// A location of scheme file: a path of the Glance host.
import { findHiddenLocations } from '../mechanisms/location-patch';
import { createRuleAttack } from '../mechanisms/rule-attack';

export const attack = createRuleAttack({
  id: 'locations-file-scheme',
  title: 'Location that is a file of the Glance host',
  layer: 'locations',
  severity: 'critical',
  words:
    'A location such as file:///etc/shadow or swift+config:// would make Glance serve its own host. The schemes a caller may write are a list in the code, and neither is on it.',
  references: ['OSSA-2014-041', 'OSSA-2015-002'],
  rules: ['set_image_location'],
  further: (cloud) => [
    { layer: 'glance-code', at: null, because: 'Glance refuses locations of scheme file, filesystem and swift+config' },
    ...findHiddenLocations(cloud),
  ],
  reach: 'A member adds a location of scheme file.',
  fixes: () => [],
});
