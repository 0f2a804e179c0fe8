// Options that a class of the puppet modules writes itself: setting them anywhere else is a duplicate declaration.
import { compareReleases } from '../openstack/releases';
import type { ReleaseName, Service } from '../openstack/types';

/** A class parameter that ends in one option. */
export interface PuppetParameter {
  /** `glance::api::disk_formats` */
  readonly key: string;
  readonly service: Service;
  /** `SECTION/option` */
  readonly option: string;
  readonly since: ReleaseName;
  /** Last release whose class has it. Absent: it still has. */
  readonly until?: ReleaseName;
  /** The class puts brackets round what it is given. */
  readonly hasBrackets?: true;
}

const glanceApi = (
  option: string,
  since: ReleaseName,
  more: { readonly hasBrackets?: true } = {},
): PuppetParameter => ({
  key: `glance::api::${option.slice(option.indexOf('/') + 1)}`,
  service: 'glance',
  option,
  since,
  ...more,
});

const importFilter = (name: string): PuppetParameter => ({
  key: `glance::import_filtering_opts::${name}`,
  service: 'glance',
  option: `import_filtering_opts/${name}`,
  since: '2024.2',
  hasBrackets: true,
});

/** Read in the tags of puppet-glance, puppet-nova and puppet-cinder, 13 (rocky) to 27 (2025.2). */
export const puppetParameters: readonly PuppetParameter[] = [
  glanceApi('DEFAULT/enabled_import_methods', 'rocky', { hasBrackets: true }),
  glanceApi('DEFAULT/show_image_direct_url', 'rocky'),
  glanceApi('DEFAULT/show_multiple_locations', 'rocky'),
  glanceApi('DEFAULT/image_member_quota', 'rocky'),
  glanceApi('DEFAULT/image_property_quota', 'yoga'),
  glanceApi('DEFAULT/image_tag_quota', 'yoga'),
  glanceApi('DEFAULT/image_location_quota', 'yoga'),
  glanceApi('DEFAULT/image_size_cap', 'yoga'),
  glanceApi('DEFAULT/user_storage_quota', 'yoga'),
  glanceApi('DEFAULT/use_keystone_limits', 'yoga'),
  glanceApi('DEFAULT/limit_param_default', 'rocky'),
  glanceApi('DEFAULT/api_limit_max', 'rocky'),
  glanceApi('DEFAULT/enforce_secure_rbac', 'xena'),
  glanceApi('DEFAULT/hashing_algorithm', '2024.2'),
  glanceApi('DEFAULT/node_staging_uri', 'rocky'),
  glanceApi('image_format/disk_formats', 'victoria'),
  glanceApi('image_format/container_formats', 'wallaby'),
  glanceApi('image_format/require_image_format_match', '2025.1'),
  glanceApi('task/task_time_to_live', 'rocky'),
  glanceApi('taskflow_executor/max_workers', 'rocky'),
  ...['schemes', 'hosts', 'ports'].flatMap((what) => [`allowed_${what}`, `disallowed_${what}`]).map(importFilter),
  {
    key: 'nova::compute::verify_glance_signatures',
    service: 'nova',
    option: 'glance/verify_glance_signatures',
    since: 'rocky',
    until: 'wallaby',
  },
  {
    key: 'nova::glance::verify_glance_signatures',
    service: 'nova',
    option: 'glance/verify_glance_signatures',
    since: 'xena',
  },
  {
    key: 'cinder::glance::verify_glance_signatures',
    service: 'cinder',
    option: 'DEFAULT/verify_glance_signatures',
    since: 'xena',
  },
  {
    key: 'cinder::glance::allowed_direct_url_schemes',
    service: 'cinder',
    option: 'DEFAULT/allowed_direct_url_schemes',
    since: 'xena',
  },
  {
    key: 'cinder::image_conversion_cpu_limit',
    service: 'cinder',
    option: 'DEFAULT/image_conversion_cpu_limit',
    since: 'zed',
  },
  {
    key: 'cinder::image_conversion_address_space_limit',
    service: 'cinder',
    option: 'DEFAULT/image_conversion_address_space_limit',
    since: 'zed',
  },
  {
    key: 'cinder::image_conversion_disable',
    service: 'cinder',
    option: 'DEFAULT/image_conversion_disable',
    since: 'zed',
  },
];

/** The parameter for an option in one release; undefined: no class writes it, and the generic hash is free to. */
export function findPuppetParameter(
  service: Service,
  option: string,
  release: ReleaseName,
): PuppetParameter | undefined {
  return puppetParameters.find(
    (parameter) =>
      parameter.service === service &&
      parameter.option === option &&
      compareReleases(parameter.since, release) <= 0 &&
      (parameter.until === undefined || compareReleases(release, parameter.until) <= 0),
  );
}
