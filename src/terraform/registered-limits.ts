// Registered limits as Terraform resources: what `unifiedLimits` of an intent means to the OpenStack provider.
import { settleRegisteredLimits } from '../constructs/unified-limits';
import { limitedResources, limitUnits } from '../documents/registered-limits/types';
import type { UnifiedLimitsProps } from '../intent/types-capacity';
import { escapeJsonTemplate } from './template-text';

/** Terraform in JSON syntax: one `openstack_identity_registered_limit_v3` for each of the four resources, and the service they belong to. */
export interface RegisteredLimitsJson {
  readonly data: {
    readonly openstack_identity_service_v3: { readonly glacis_image: { readonly type: 'image' } };
  };
  readonly resource: {
    readonly openstack_identity_registered_limit_v3: Readonly<
      Record<string, Readonly<Record<string, string | number>>>
    >;
  };
}

/**
 * The content of a `*.tf.json` file. Use it instead of the script, not beside it: Keystone refuses a second limit of one name.
 * The provider `terraform-provider-openstack/openstack` needs the credentials of a system administrator.
 */
export function composeRegisteredLimits(props: UnifiedLimitsProps): RegisteredLimitsJson {
  const { region, limits } = settleRegisteredLimits(props);
  const resources = limitedResources.map((name) => [
    `glacis_${name}`,
    {
      service_id: `$`.concat('{data.openstack_identity_service_v3.glacis_image.id}'),
      region_id: escapeJsonTemplate(region),
      resource_name: name,
      default_limit: limits[name],
      description: limitUnits[name],
    },
  ]);
  return {
    data: { openstack_identity_service_v3: { glacis_image: { type: 'image' } } },
    resource: { openstack_identity_registered_limit_v3: Object.fromEntries(resources) },
  };
}
