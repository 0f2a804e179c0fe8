// What can stop an attack: the layers in the order in which a request meets them, by the names that reports use.

/** A layer is one entry here: what it stands on, and what it is called. */
export const layerNames = {
  /** `[paste_deploy] flavor` and `allow_anonymous_access`: who is asked for a token at all. */
  authentication: 'Authentication',
  /** `enable_v1_api` and its relatives: the old API does not answer. */
  'legacy-api': 'Legacy API',
  /** `enabled_import_methods`: the way in does not exist. */
  'import-methods': 'Import methods',
  /** `show_multiple_locations` and `show_image_direct_url`. */
  locations: 'Locations',
  /** oslo.policy refuses the call. */
  policy: 'Policy',
  /** `[image_format]`: which labels exist, and whether the bytes must match them. */
  'image-formats': 'Image formats',
  /** `[import_filtering_opts]`. */
  'import-filter': 'Import filter',
  /** The store that would fetch is not enabled. */
  stores: 'Stores',
  /** A fix in Glance's own code, by patch level. */
  'glance-code': 'Glance code',
  /** Python's HTTP client does not open a socket for such a URL. */
  'http-client': 'HTTP client',
  /** A check in Nova's code, or an option that rules it. */
  'nova-code': 'Nova',
  /** A check in Cinder's code, or an option that rules it. */
  'cinder-code': 'Cinder',
  /** nftables, by the uid of glance-api. */
  'egress-guard': 'Egress guard',
  /** nginx or HAProxy in front of Glance. */
  'edge-limit': 'Edge limit',
  /** A bound among Glance's own options: `image_tag_quota`, `image_size_cap`, `user_storage_quota`. */
  quota: 'Quotas',
  /** `use_keystone_limits` with registered limits that the files name. */
  'unified-limits': 'Unified limits',
  /** `image_import_plugins`: the code that would be attacked does not run. */
  'import-plugins': 'Import plugins',
  /** `property_protection_file`: who may write `img_signature*`. */
  'property-protections': 'Property protections',
  /** Nova verifies signature and certificate before an image boots. */
  'boot-signatures': 'Boot signatures',
  /** Cinder verifies the signature of what it downloads. */
  'volume-signatures': 'Volume signatures',
  /** Options that close the paths on which a disk is cloned instead of downloaded. */
  'storage-paths': 'Storage paths',
  /** cgroup and resource limits of the unit of glance-api. */
  'process-bounds': 'Process bounds',
  /** The staging directory is a filesystem of its own. */
  'staging-filesystem': 'Staging filesystem',
} as const;

/** A layer by its slug. */
export type DefenceName = keyof typeof layerNames;
