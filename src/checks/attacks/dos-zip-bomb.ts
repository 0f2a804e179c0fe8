// A small zip archive whose one member unpacks to more than the disk holds.
import { findFileSizeDefences, findStagingDefences } from '../mechanisms/quota-bounds';
import { createPluginAttack } from '../mechanisms/quota-plugin';

export const attack = createPluginAttack({
  id: 'dos-zip-bomb',
  title: 'Zip with one huge member through image_decompression',
  severity: 'high',
  words:
    'The plugin refuses archives of several members and asks nothing of the size of the one: extraction ends when the disk is full.',
  references: ['CWE-409', 'https://docs.openstack.org/glance/latest/admin/interoperable-image-import.html'],
  plugin: 'image_decompression',
  findBounds: (cloud) => [...findFileSizeDefences(cloud), ...findStagingDefences(cloud)],
  outcome: 'a few megabytes of zip fill the disk that staging lies on',
});
