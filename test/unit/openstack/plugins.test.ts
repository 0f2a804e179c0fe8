// What can run during an import differs by release.
import { findOption } from '../../../src/openstack/catalogue';
import { listImportMethods, listImportPlugins } from '../../../src/openstack/plugins';

test('methods and plugins come with their release', () => {
  expect(listImportMethods('train')).toEqual(['glance-direct', 'web-download']);
  expect(listImportMethods('zed')).toEqual(['glance-direct', 'web-download', 'copy-image', 'glance-download']);
  expect(listImportPlugins('queens')).toEqual(['inject_image_metadata', 'no_op']);
  expect(listImportPlugins('ussuri')).toContain('image_decompression');
});

test('the methods of 2026.2 are the choices of its option', () => {
  const type = findOption('glance', 'DEFAULT', 'enabled_import_methods', '2026.2')?.facts.type;
  const choices = type?.kind === 'list' && type.item.kind === 'string' ? type.item.choices : undefined;
  expect([...(choices ?? [])].sort()).toEqual([...listImportMethods('2026.2')].sort());
});
