// Registered limits of Glance in Keystone: what `use_keystone_limits` needs, and blocks everything without.

/** The four resources Glance asks Keystone about. One that is not registered counts as 0 and blocks every request of its kind. */
export const limitedResources = [
  'image_count_total',
  'image_count_uploading',
  'image_size_total',
  'image_stage_total',
] as const;

/** Name of a limited resource. */
export type LimitedResource = (typeof limitedResources)[number];

/** Default limits of every project of one region. Sizes in MiB; counts in images. */
export interface RegisteredLimits {
  /** Keystone's id of the region the image endpoint is in: oslo.limit asks for limits of exactly that region. */
  readonly region: string;
  /** Limits by resource, whole numbers from 0. */
  readonly limits: Readonly<Record<LimitedResource, number>>;
}

/** Unit of each resource, for people. */
export const limitUnits: Readonly<Record<LimitedResource, string>> = {
  image_count_total: 'images that are not deleted',
  image_count_uploading: 'uploads and imports at a time',
  image_size_total: 'MiB in the stores',
  image_stage_total: 'MiB in staging',
};
