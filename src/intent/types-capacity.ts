// What an operator can say about capacity: quotas, unified limits, bounds of the process, monitoring and the purge.

/** Quotas on one image and one project. Written to `[DEFAULT]` of Glance. Negative values, which mean no quota, are refused. */
export interface ImageQuotasProps {
  /** `image_property_quota`: properties of one image. Default 64; the service's own default is 128. */
  readonly imagePropertyQuota?: number;
  /** `image_tag_quota`: tags of one image. Default 32; the service's own default is 128. */
  readonly imageTagQuota?: number;
  /** `image_member_quota`: projects one image is shared with. Default 64; the service's own default is 128. */
  readonly imageMemberQuota?: number;
  /** `image_location_quota`: locations of one image, one for each store it lies in. Default 10. */
  readonly imageLocationQuota?: number;
  /** `user_storage_quota`: bytes one project may store, a number with B, KB, MB, GB or TB. Default: none. Without meaning beside `unifiedLimits`. */
  readonly userStorageQuota?: string;
}

/** Limits in Keystone (xena and later): the only bound on the number of images of a project (OSSN-0076). */
export interface UnifiedLimitsProps {
  /** Keystone's id of the region the image endpoint is in. */
  readonly region: string;
  /** `[oslo_limit] endpoint_id`: id of the public image endpoint. Needed before 2026.1, whose oslo.limit is the first that finds it by service type and region: the default. */
  readonly endpointId?: string;
  /** `image_count_total`: images of a project that are not deleted. Default 100. */
  readonly imageCountTotal?: number;
  /** `image_count_uploading`: uploads and imports of a project at a time. Default 10. */
  readonly imageCountUploading?: number;
  /** `image_size_total` in MiB: what a project stores. Default 1048576 (1 TiB). */
  readonly imageSizeTotal?: number;
  /** `image_stage_total` in MiB: what a project has in staging. Default 262144 (256 GiB). */
  readonly imageStageTotal?: number;
}

/** A staging filesystem of its own, and resource limits of the unit that runs glance-api, its conversions included. */
export interface StagingBoundsProps {
  /** Block device of the staging filesystem, e.g. `/dev/vg0/glance-staging`; it must be formatted. Absent: only the process is bounded. */
  readonly device?: string;
  /** Default `xfs`. */
  readonly filesystem?: 'xfs' | 'ext4';
  /** Where it is mounted; becomes `node_staging_uri`. Default `/var/lib/glance/staging`. */
  readonly directory?: string;
  /** `MemoryMax=` in MiB. Default 8192. */
  readonly memoryMax?: number;
  /** `CPUQuota=` in percent of one processor. Default 400. */
  readonly cpuQuota?: number;
  /** `IOWeight=`, 1 to 10000; 100 is what others have. Default 50. */
  readonly ioWeight?: number;
  /** `TasksMax=`: processes and threads. Default 1024. */
  readonly tasksMax?: number;
  /** `LimitFSIZE=` in MiB: no file grows beyond it. At least `image_size_cap`. Default 131072 (128 GiB). */
  readonly limitFsize?: number;
}

/** What Cinder lets qemu-img take when a volume is made from an image. Written to `[DEFAULT]` of Cinder. */
export interface CinderConversionProps {
  /** `image_conversion_cpu_limit` (ussuri and later, and late patches of train; 2026.2: `image_introspection_cpu_limit`): seconds of processor time of qemu-img info. Default 60. */
  readonly imageConversionCpuLimit?: number;
  /** `image_conversion_address_space_limit` (ussuri and later, and late patches of train; 2026.2: `image_introspection_address_space_limit`): GiB of qemu-img info. Default 1. */
  readonly imageConversionAddressSpaceLimit?: number;
  /** `image_conversion_disable` (zed and later): images that qemu-img convert would have to rewrite are refused. Default false. */
  readonly imageConversionDisable?: boolean;
}

/** Alerts on the growth of Glance's tables: Prometheus rules, and the queries of sql_exporter that feed them. */
export interface GrowthAlertsProps {
  /** Rows of one table, deleted ones included. Default 1000000. */
  readonly maxRows?: number;
  /** Rows that one table gains in an hour. Default 5000. */
  readonly maxRowsPerHour?: number;
  /** Images of one project, deleted ones included. Default 1000. */
  readonly maxImagesPerProject?: number;
}

/** A timer for `glance-manage db purge`: deleting an image marks its rows, only the purge removes them. */
export interface DatabasePurgeProps {
  /** `--age_in_days`: how long deleted rows stay. Default 30. */
  readonly ageInDays?: number;
  /** `--max_rows` of one run. Default 10000. */
  readonly maxRows?: number;
  /** How often it runs. Default `hourly`. */
  readonly every?: 'hourly' | 'daily';
}
