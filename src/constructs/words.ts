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
  { name: 'HardenedGlance', intentKey: null, does: 'Glance with every control at its strict default' },
  { name: 'HardeningStack', intentKey: null, does: 'one region: collects controls, finds conflicts, settles options' },
  {
    name: 'ImageCreateRateLimit',
    intentKey: 'imageCreateRateLimit',
    does: 'limit on image creation in nginx or HAProxy',
  },
  { name: 'ImageFormats', intentKey: 'imageFormats', does: 'disk and container formats, size cap' },
  { name: 'ImagePolicy', intentKey: 'imagePolicy', does: 'minimal policy overrides of Glance, Nova and Cinder' },
  { name: 'ImportEgressGuard', intentKey: 'importEgress', does: 'nftables rules that bind glance-api by its uid' },
  { name: 'ImportFilter', intentKey: 'imageImport', does: 'import methods and the URL filter of web-download' },
  {
    name: 'SignatureEnforcingNova',
    intentKey: 'novaSignatures',
    does: 'Nova boots only images signed under trusted certificates',
  },
];
