// The options that carry hardening: lints that would be noise elsewhere watch these.
import type { Service } from '../openstack/types';

const watched: Readonly<Record<Service, ReadonlySet<string>>> = {
  glance: new Set([
    'DEFAULT/allow_anonymous_access',
    'DEFAULT/enabled_import_methods',
    'DEFAULT/enabled_backends',
    'DEFAULT/enable_v1_api',
    'DEFAULT/image_location_quota',
    'DEFAULT/image_member_quota',
    'DEFAULT/image_property_quota',
    'DEFAULT/image_size_cap',
    'DEFAULT/image_tag_quota',
    'DEFAULT/user_storage_quota',
    'DEFAULT/show_multiple_locations',
    'DEFAULT/show_image_direct_url',
    'DEFAULT/use_keystone_limits',
    'DEFAULT/node_staging_uri',
    'glance_store/stores',
    'image_format/disk_formats',
    'image_format/container_formats',
    'image_format/require_image_format_match',
    'image_format/vmdk_allowed_types',
    'image_format/gpt_safety_checks_nonfatal',
    'image_conversion/output_format',
    'image_import_opts/image_import_plugins',
    'DEFAULT/property_protection_file',
    'DEFAULT/property_protection_rule_format',
    'import_filtering_opts/allowed_schemes',
    'import_filtering_opts/disallowed_schemes',
    'import_filtering_opts/allowed_hosts',
    'import_filtering_opts/disallowed_hosts',
    'import_filtering_opts/allowed_ports',
    'import_filtering_opts/disallowed_ports',
    'oslo_policy/policy_file',
    'oslo_policy/policy_dirs',
    'paste_deploy/flavor',
  ]),
  nova: new Set([
    'DEFAULT/shelved_offload_time',
    'glance/verify_glance_signatures',
    'glance/enable_certificate_validation',
    'glance/default_trusted_certificate_ids',
    'glance/allowed_direct_url_schemes',
    'libvirt/images_type',
    'compute/vmdk_allowed_types',
    'workarounds/disable_deep_image_inspection',
    'oslo_policy/policy_file',
    'oslo_policy/policy_dirs',
  ]),
  cinder: new Set([
    'DEFAULT/image_conversion_address_space_limit',
    'DEFAULT/image_conversion_cpu_limit',
    'DEFAULT/image_conversion_disable',
    'DEFAULT/image_introspection_address_space_limit',
    'DEFAULT/image_introspection_cpu_limit',
    'DEFAULT/verify_glance_signatures',
    'DEFAULT/vmdk_allowed_types',
    'DEFAULT/allowed_direct_url_schemes',
    'oslo_policy/policy_file',
    'oslo_policy/policy_dirs',
  ]),
};

/** True when the option decides about one of the attacks. `section` as written; its case does not matter to oslo.config. */
export function isHardeningOption(service: Service, section: string, option: string): boolean {
  return watched[service].has(`${section === 'DEFAULT' ? section : section.toLowerCase()}/${option}`);
}

/** The options that carry hardening, by section and name. */
export function listHardeningOptions(service: Service): { readonly section: string; readonly option: string }[] {
  return [...watched[service]].map((key) => {
    const [section = '', option = ''] = key.split('/');
    return { section, option };
  });
}
