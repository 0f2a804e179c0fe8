// ImageQuotas: how many properties, tags, members and locations one image may have, and what one project may store.
import type { ImageQuotasProps } from '../intent/types-capacity';
import { Control, type Decision, type WantedSetting } from './control';

/** @internal OSSN-0076: each quota counts rows of one image; -1 would switch it off, and the schema refuses negatives. */
export function decideImageQuotas(props: ImageQuotasProps): Decision {
  const glance = (option: string, value: number | string, pointer: string, reason: string): WantedSetting => ({
    service: 'glance',
    section: 'DEFAULT',
    option,
    value,
    pointer,
    reason,
  });
  const settings = [
    glance(
      'image_property_quota',
      props.imagePropertyQuota ?? 64,
      '/imagePropertyQuota',
      'rows of image_properties for one image; the default is 128',
    ),
    glance(
      'image_tag_quota',
      props.imageTagQuota ?? 32,
      '/imageTagQuota',
      'rows of image_tags for one image; the default is 128',
    ),
    glance(
      'image_member_quota',
      props.imageMemberQuota ?? 64,
      '/imageMemberQuota',
      'rows of image_members for one image; Glance takes projects that do not exist',
    ),
    glance(
      'image_location_quota',
      props.imageLocationQuota ?? 10,
      '/imageLocationQuota',
      'rows of image_locations for one image, one for each store',
    ),
  ];
  if (props.userStorageQuota === undefined) return { settings };
  const storage = glance(
    'user_storage_quota',
    props.userStorageQuota,
    '/userStorageQuota',
    'for each project; uploads that begin together may overrun it',
  );
  return { settings: [...settings, storage] };
}

/**
 * Quotas on one image, `image_property_quota` and its neighbours (OSSN-0076), and `user_storage_quota` of one project. Default: 64
 * properties, 32 tags, 64 members, 10 locations, no quota on storage.
 */
export class ImageQuotas extends Control<ImageQuotasProps> {
  /** @internal */
  readonly intentKey = 'imageQuotas';

  /** @internal */
  decide(): Decision {
    return decideImageQuotas(this.props);
  }
}
