// A small gzip file that unpacks to more than the disk holds.
import { findFileSizeDefences, findStagingDefences } from '../mechanisms/quota-bounds';
import { createPluginAttack } from '../mechanisms/quota-plugin';

export const attack = createPluginAttack({
  id: 'dos-gzip-bomb',
  title: 'Gzip bomb through image_decompression',
  severity: 'high',
  words:
    'The plugin copies what gzip yields to a file without any bound: 10 MB become 10 TB. image_size_cap was checked against the packed size.',
  references: ['CWE-409', 'https://docs.openstack.org/glance/latest/admin/interoperable-image-import.html'],
  plugin: 'image_decompression',
  findBounds: (cloud) => [...findFileSizeDefences(cloud), ...findStagingDefences(cloud)],
  outcome: 'a few megabytes of gzip fill the disk that staging lies on',
});
