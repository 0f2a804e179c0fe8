// The constructs in words, for `glacis list constructs` and `glacis explain`.

/** One construct for a reader. */
export interface ConstructWords {
  readonly name: string;
  /** Key of the intent file with the same props; null when it only groups others. */
  readonly intentKey: string | null;
  readonly does: string;
}

/** Every public construct, sorted by name; a test compares the list with the public door. */
export const constructWords: readonly ConstructWords[] = [
  { name: 'CinderConversion', intentKey: 'cinderConversion', does: 'what Cinder lets qemu-img take' },
  { name: 'DatabasePurge', intentKey: 'databasePurge', does: 'systemd timer of glance-manage db purge' },
  {
    name: 'GrowthAlerts',
    intentKey: 'growthAlerts',
    does: 'Prometheus alerts on the tables of Glance, with their queries',
  },
  { name: 'HardenedGlance', intentKey: null, does: 'Glance with every control at its strict default' },
  { name: 'HardeningStack', intentKey: null, does: 'one region: collects controls, finds conflicts, settles options' },
  {
    name: 'ImageCreateRateLimit',
    intentKey: 'imageCreateRateLimit',
    does: 'limit on image creation in nginx, HAProxy or Repose',
  },
  { name: 'ImageConversion', intentKey: 'imageConversion', does: 'plugins that run on every import' },
  { name: 'ImageFormats', intentKey: 'imageFormats', does: 'disk and container formats, size cap' },
  {
    name: 'ImageLocations',
    intentKey: 'imageLocations',
    does: 'whether Glance tells where the bytes lie, and who may change it',
  },
  { name: 'ImagePolicy', intentKey: 'imagePolicy', does: 'minimal policy overrides of Glance, Nova and Cinder' },
  { name: 'ImageSharing', intentKey: 'imageSharing', does: 'who may offer images to other projects' },
  { name: 'ImageQuotas', intentKey: 'imageQuotas', does: 'properties, tags, members and locations of one image' },
  {
    name: 'ImageSignatureRequired',
    intentKey: 'signedImports',
    does: 'no import without a complete signature, checked before glance-api starts',
  },
  { name: 'ImportEgressGuard', intentKey: 'importEgress', does: 'nftables rules that bind glance-api by its uid' },
  { name: 'ImportFilter', intentKey: 'imageImport', does: 'import methods and the URL filter of web-download' },
  { name: 'ServiceExposure', intentKey: 'serviceExposure', does: 'no anonymous readers, no debug log, the pipeline' },
  {
    name: 'SignatureEnforcingCinder',
    intentKey: 'cinderSignatures',
    does: 'Cinder verifies what it downloads, and the ways around the download are closed',
  },
  {
    name: 'SignatureEnforcingNova',
    intentKey: 'novaSignatures',
    does: 'Nova boots only images signed under trusted certificates',
  },
  {
    name: 'SignatureKeyManager',
    intentKey: 'signatureKeyManager',
    does: 'where Glance, Nova and Cinder fetch certificates',
  },
  {
    name: 'SignaturePropertyProtection',
    intentKey: 'signatureProperties',
    does: 'who may write img_signature*',
  },
  {
    name: 'StagingBounds',
    intentKey: 'stagingBounds',
    does: 'staging filesystem, and what glance-api may take of its host',
  },
  { name: 'UnifiedLimits', intentKey: 'unifiedLimits', does: 'limits in Keystone with all that they need to work' },
];
