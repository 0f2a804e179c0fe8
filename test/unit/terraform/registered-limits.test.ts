// Registered limits for Terraform: all four, literal text, and one reference that Terraform resolves.
import { composeRegisteredLimits } from '../../../src/terraform/registered-limits';

test('every limit is a resource of its own, named by what Glance asks for', () => {
  const { resource, data } = composeRegisteredLimits({ region: 'RegionOne', imageCountTotal: 12 });
  const limits = resource.openstack_identity_registered_limit_v3;
  expect(Object.keys(limits)).toEqual([
    'glacis_image_count_total',
    'glacis_image_count_uploading',
    'glacis_image_size_total',
    'glacis_image_stage_total',
  ]);
  expect(limits.glacis_image_count_total).toEqual({
    service_id: '$'.concat('{data.openstack_identity_service_v3.glacis_image.id}'),
    region_id: 'RegionOne',
    resource_name: 'image_count_total',
    default_limit: 12,
    description: 'images that are not deleted',
  });
  expect(data.openstack_identity_service_v3.glacis_image).toEqual({ type: 'image' });
});

test('a region that looks like an expression stays text', () => {
  const { resource } = composeRegisteredLimits({ region: '$'.concat('{file("/etc/passwd")}') });
  const regions = Object.values(resource.openstack_identity_registered_limit_v3).map((limit) => limit.region_id);
  for (const region of regions) expect(region).toBe('$$'.concat('{file("/etc/passwd")}'));
});
