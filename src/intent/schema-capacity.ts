// JSON Schema of the sections about capacity: quotas, unified limits, bounds of the process, monitoring and the purge.
import { flag, type JsonSchema, oneOf, section, text, whole } from './schema-words';
import type {
  CinderConversionProps,
  DatabasePurgeProps,
  GrowthAlertsProps,
  ImageQuotasProps,
  StagingBoundsProps,
  UnifiedLimitsProps,
} from './types-capacity';

const mebibyte = 2 ** 20;
const path = '^(/[A-Za-z0-9_.:-]+)+$';

/** `imageQuotas`: what one image may hold. */
export const imageQuotasSchema: JsonSchema = section<ImageQuotasProps>(
  'Quotas on one image and one project. Written to [DEFAULT] of Glance. Negative values would switch them off and are refused.',
  {
    imagePropertyQuota: whole('image_property_quota: properties of one image.', 0, 10000, 64),
    imageTagQuota: whole('image_tag_quota: tags of one image.', 0, 10000, 32),
    imageMemberQuota: whole('image_member_quota: projects one image is shared with.', 0, 10000, 64),
    imageLocationQuota: whole('image_location_quota: locations of one image, one for each store.', 1, 1000, 10),
    userStorageQuota: text(
      'a size such as 500GB',
      'user_storage_quota: what one project may store. Absent: no quota. Without meaning beside unifiedLimits.',
      '^[1-9][0-9]{0,14}(B|KB|MB|GB|TB)$',
    ),
  },
  { default: {} },
);

/** `unifiedLimits`: limits in Keystone. */
export const unifiedLimitsSchema: JsonSchema = section<UnifiedLimitsProps>(
  'Limits in Keystone (xena and later): use_keystone_limits, [oslo_limit] and a script that registers the limits. Absent: none.',
  {
    region: text(
      'the id of a region such as RegionOne',
      'Region of the image endpoint.',
      '^[A-Za-z0-9][A-Za-z0-9_. -]{0,254}$',
    ),
    endpointId: text(
      'an endpoint id of 32 hexadecimal digits',
      '[oslo_limit] endpoint_id. Needed before 2026.1; later found by service type and region.',
      '^[0-9a-f]{32}$',
    ),
    imageCountTotal: whole('image_count_total: images of a project.', 0, 1000000, 100),
    imageCountUploading: whole('image_count_uploading: uploads and imports at a time.', 0, 10000, 10),
    imageSizeTotal: whole('image_size_total in MiB: what a project stores.', 0, 2 ** 40, mebibyte),
    imageStageTotal: whole('image_stage_total in MiB: what a project has in staging.', 0, 2 ** 40, mebibyte / 4),
  },
);

/** `stagingBounds`: the process and its staging directory. */
export const stagingBoundsSchema: JsonSchema = section<StagingBoundsProps>(
  'A staging filesystem of its own and resource limits of the unit that runs glance-api. Absent: neither.',
  {
    device: text(
      'a block device such as /dev/vg0/glance-staging',
      'Formatted device of the staging filesystem. Absent: only the process is bounded.',
      `^/dev${path.slice(1)}`,
    ),
    filesystem: oneOf('Type of the staging filesystem.', ['xfs', 'ext4'], 'xfs'),
    directory: text('an absolute path', 'Where it is mounted: node_staging_uri.', path, '/var/lib/glance/staging'),
    memoryMax: whole('MemoryMax in MiB.', 512, 2 ** 30, 8192),
    cpuQuota: whole('CPUQuota in percent of one processor.', 10, 100000, 400),
    ioWeight: whole('IOWeight; others have 100.', 1, 10000, 50),
    tasksMax: whole('TasksMax: processes and threads.', 64, 1000000, 1024),
    limitFsize: whole('LimitFSIZE in MiB, at least image_size_cap.', 1, 2 ** 20, 131072),
  },
);

/** `cinderConversion`: bounds of qemu-img in Cinder. */
export const cinderConversionSchema: JsonSchema = section<CinderConversionProps>(
  'What Cinder lets qemu-img take when a volume is made from an image (ussuri and later, and late patches of train). Absent: Cinder is left alone.',
  {
    imageConversionCpuLimit: whole(
      'image_conversion_cpu_limit (2026.2: image_introspection_cpu_limit): seconds of processor time of qemu-img info.',
      1,
      3600,
      60,
    ),
    imageConversionAddressSpaceLimit: whole(
      'image_conversion_address_space_limit (2026.2: image_introspection_address_space_limit): GiB of qemu-img info.',
      1,
      64,
      1,
    ),
    imageConversionDisable: flag(
      'image_conversion_disable (zed and later): nothing is converted, so that only images of the format of the volume become volumes.',
      false,
    ),
  },
);

/** `growthAlerts`: monitoring of the tables. */
export const growthAlertsSchema: JsonSchema = section<GrowthAlertsProps>(
  'Prometheus alerts on the growth of the tables of Glance, with the queries of sql_exporter. Absent: none.',
  {
    maxRows: whole('Rows of one table, deleted ones included.', 1, Number.MAX_SAFE_INTEGER, 1000000),
    maxRowsPerHour: whole('Rows that one table gains in an hour.', 1, Number.MAX_SAFE_INTEGER, 5000),
    maxImagesPerProject: whole('Images of one project, deleted ones included.', 1, Number.MAX_SAFE_INTEGER, 1000),
  },
);

/** `databasePurge`: what removes deleted rows. */
export const databasePurgeSchema: JsonSchema = section<DatabasePurgeProps>(
  'A systemd timer for glance-manage db purge, which leaves the table of images alone (OSSN-0075). Absent: none.',
  {
    ageInDays: whole('How many days deleted rows stay.', 1, 3650, 30),
    maxRows: whole('Rows of one run.', 1, 1000000, 10000),
    every: oneOf('How often it runs.', ['hourly', 'daily'], 'hourly'),
  },
);
