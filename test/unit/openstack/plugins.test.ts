// What can run during an import differs by release.
import { listImportPlugins } from '../../../src/openstack/plugins';

test('plugins come with their release', () => {
  expect(listImportPlugins('queens')).toEqual(['inject_image_metadata', 'no_op']);
  expect(listImportPlugins('train')).not.toContain('image_decompression');
  expect(listImportPlugins('ussuri')).toContain('image_decompression');
});
