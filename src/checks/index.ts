// Every attack, loaded when it is used: one file and one line here. Lints stand in lint-index.ts.
import type { Attack } from './types';

/** @internal */
export { type LintId, lintIds, loadLint } from './lint-index';

/** What a file of an attack exports; a test loads them all. */
interface AttackModule {
  readonly attack: Attack;
}

const attacks = {
  'dos-conversion-exhaustion': () => (require('./attacks/dos-conversion-exhaustion') as AttackModule).attack,
  'dos-create-delete-loop': () => (require('./attacks/dos-create-delete-loop') as AttackModule).attack,
  'dos-endless-download': () => (require('./attacks/dos-endless-download') as AttackModule).attack,
  'dos-gzip-bomb': () => (require('./attacks/dos-gzip-bomb') as AttackModule).attack,
  'dos-huge-virtual-size': () => (require('./attacks/dos-huge-virtual-size') as AttackModule).attack,
  'dos-image-create-flood': () => (require('./attacks/dos-image-create-flood') as AttackModule).attack,
  'dos-limit-dot-segments': () => (require('./attacks/dos-limit-dot-segments') as AttackModule).attack,
  'dos-limit-forged-address': () => (require('./attacks/dos-limit-forged-address') as AttackModule).attack,
  'dos-limit-forged-project': () => (require('./attacks/dos-limit-forged-project') as AttackModule).attack,
  'dos-limit-left-out-header': () => (require('./attacks/dos-limit-left-out-header') as AttackModule).attack,
  'dos-limit-many-tokens': () => (require('./attacks/dos-limit-many-tokens') as AttackModule).attack,
  'dos-limit-media-type': () => (require('./attacks/dos-limit-media-type') as AttackModule).attack,
  'dos-limit-method-override': () => (require('./attacks/dos-limit-method-override') as AttackModule).attack,
  'dos-limit-version-alias': () => (require('./attacks/dos-limit-version-alias') as AttackModule).attack,
  'dos-member-flood': () => (require('./attacks/dos-member-flood') as AttackModule).attack,
  'dos-multiplicative-fill': () => (require('./attacks/dos-multiplicative-fill') as AttackModule).attack,
  'dos-oversize-upload': () => (require('./attacks/dos-oversize-upload') as AttackModule).attack,
  'dos-parallel-uploads': () => (require('./attacks/dos-parallel-uploads') as AttackModule).attack,
  'dos-property-flood': () => (require('./attacks/dos-property-flood') as AttackModule).attack,
  'dos-slow-download': () => (require('./attacks/dos-slow-download') as AttackModule).attack,
  'dos-staging-fill': () => (require('./attacks/dos-staging-fill') as AttackModule).attack,
  'dos-tag-churn': () => (require('./attacks/dos-tag-churn') as AttackModule).attack,
  'dos-tag-flood': () => (require('./attacks/dos-tag-flood') as AttackModule).attack,
  'dos-v1-create-flood': () => (require('./attacks/dos-v1-create-flood') as AttackModule).attack,
  'dos-zip-bomb': () => (require('./attacks/dos-zip-bomb') as AttackModule).attack,
  'config-anonymous-access': () => (require('./attacks/config-anonymous-access') as AttackModule).attack,
  'config-empty-flavor': () => (require('./attacks/config-empty-flavor') as AttackModule).attack,
  'formats-conversion-host-file': () =>
    (require('./attacks/formats-conversion-host-file') as typeof import('./attacks/formats-conversion-host-file'))
      .attack,
  'formats-gpt-nonfatal': () => (require('./attacks/formats-gpt-nonfatal') as AttackModule).attack,
  'formats-iso-polyglot': () => (require('./attacks/formats-iso-polyglot') as AttackModule).attack,
  'formats-label-without-inspector': () =>
    (require('./attacks/formats-label-without-inspector') as typeof import('./attacks/formats-label-without-inspector'))
      .attack,
  'formats-qcow2-as-raw': () => (require('./attacks/formats-qcow2-as-raw') as AttackModule).attack,
  'formats-qcow2-backing-file': () => (require('./attacks/formats-qcow2-backing-file') as AttackModule).attack,
  'formats-qcow2-data-file': () => (require('./attacks/formats-qcow2-data-file') as AttackModule).attack,
  'formats-uninspected-container': () =>
    (require('./attacks/formats-uninspected-container') as typeof import('./attacks/formats-uninspected-container'))
      .attack,
  'formats-upload-skips-plugins': () =>
    (require('./attacks/formats-upload-skips-plugins') as typeof import('./attacks/formats-upload-skips-plugins'))
      .attack,
  'formats-vhd-parent-locator': () => (require('./attacks/formats-vhd-parent-locator') as AttackModule).attack,
  'formats-vhdx-metadata': () => (require('./attacks/formats-vhdx-metadata') as AttackModule).attack,
  'formats-vmdk-as-raw': () => (require('./attacks/formats-vmdk-as-raw') as AttackModule).attack,
  'formats-vmdk-flat': () => (require('./attacks/formats-vmdk-flat') as AttackModule).attack,
  'locations-direct-url': () => (require('./attacks/locations-direct-url') as AttackModule).attack,
  'locations-file-scheme': () => (require('./attacks/locations-file-scheme') as AttackModule).attack,
  'locations-overwrite-active': () => (require('./attacks/locations-overwrite-active') as AttackModule).attack,
  'locations-patch': () => (require('./attacks/locations-patch') as AttackModule).attack,
  'locations-swap': () => (require('./attacks/locations-swap') as AttackModule).attack,
  'policy-copy-image-opened': () => (require('./attacks/policy-copy-image-opened') as AttackModule).attack,
  'policy-metadef-flood': () => (require('./attacks/policy-metadef-flood') as AttackModule).attack,
  'policy-reader-writes': () => (require('./attacks/policy-reader-writes') as AttackModule).attack,
  'policy-tasks-opened': () => (require('./attacks/policy-tasks-opened') as AttackModule).attack,
  'sharing-accept-for-victim': () => (require('./attacks/sharing-accept-for-victim') as AttackModule).attack,
  'sharing-community-lookalike': () => (require('./attacks/sharing-community-lookalike') as AttackModule).attack,
  'sharing-pending-in-list': () => (require('./attacks/sharing-pending-in-list') as AttackModule).attack,
  'sharing-public-by-member': () => (require('./attacks/sharing-public-by-member') as AttackModule).attack,
  'sharing-v1-without-consent': () => (require('./attacks/sharing-v1-without-consent') as AttackModule).attack,
  'sharing-with-every-project': () => (require('./attacks/sharing-with-every-project') as AttackModule).attack,
  'sig-altered-boot': () => (require('./attacks/sig-altered-boot') as AttackModule).attack,
  'sig-cached-base': () => (require('./attacks/sig-cached-base') as AttackModule).attack,
  'sig-conversion-swap': () => (require('./attacks/sig-conversion-swap') as AttackModule).attack,
  'sig-direct-copy': () => (require('./attacks/sig-direct-copy') as AttackModule).attack,
  'sig-ironic': () => (require('./attacks/sig-ironic') as AttackModule).attack,
  'sig-late-properties': () => (require('./attacks/sig-late-properties') as AttackModule).attack,
  'sig-md5-checksum': () => (require('./attacks/sig-md5-checksum') as AttackModule).attack,
  'sig-own-certificate': () => (require('./attacks/sig-own-certificate') as AttackModule).attack,
  'sig-own-trusted-list': () => (require('./attacks/sig-own-trusted-list') as AttackModule).attack,
  'sig-partly-signed-boot': () => (require('./attacks/sig-partly-signed-boot') as AttackModule).attack,
  'sig-partly-signed-volume': () => (require('./attacks/sig-partly-signed-volume') as AttackModule).attack,
  'sig-rbd-clone': () => (require('./attacks/sig-rbd-clone') as AttackModule).attack,
  'sig-snapshot-boot': () => (require('./attacks/sig-snapshot-boot') as AttackModule).attack,
  'sig-unshelve': () => (require('./attacks/sig-unshelve') as AttackModule).attack,
  'sig-unsigned-boot': () => (require('./attacks/sig-unsigned-boot') as AttackModule).attack,
  'sig-unsigned-stored': () => (require('./attacks/sig-unsigned-stored') as AttackModule).attack,
  'sig-unsigned-volume': () => (require('./attacks/sig-unsigned-volume') as AttackModule).attack,
  'sig-verified-mark': () => (require('./attacks/sig-verified-mark') as AttackModule).attack,
  'sig-volume-boot': () => (require('./attacks/sig-volume-boot') as AttackModule).attack,
  'sig-volume-clone': () => (require('./attacks/sig-volume-clone') as AttackModule).attack,
  'sig-volume-reimage': () => (require('./attacks/sig-volume-reimage') as AttackModule).attack,
  'sig-volume-root-beside-image': () =>
    (require('./attacks/sig-volume-root-beside-image') as typeof import('./attacks/sig-volume-root-beside-image'))
      .attack,
  'ssrf-alibaba-metadata': () => (require('./attacks/ssrf-alibaba-metadata') as AttackModule).attack,
  'ssrf-allowlisted-name-inside': () =>
    (require('./attacks/ssrf-allowlisted-name-inside') as typeof import('./attacks/ssrf-allowlisted-name-inside'))
      .attack,
  'ssrf-azure-wire-server': () => (require('./attacks/ssrf-azure-wire-server') as AttackModule).attack,
  'ssrf-backslash': () => (require('./attacks/ssrf-backslash') as AttackModule).attack,
  'ssrf-container-credentials': () => (require('./attacks/ssrf-container-credentials') as AttackModule).attack,
  'ssrf-decimal-address': () => (require('./attacks/ssrf-decimal-address') as AttackModule).attack,
  'ssrf-dns-rebinding': () => (require('./attacks/ssrf-dns-rebinding') as AttackModule).attack,
  'ssrf-encoded-port': () => (require('./attacks/ssrf-encoded-port') as AttackModule).attack,
  'ssrf-fullwidth-digits': () => (require('./attacks/ssrf-fullwidth-digits') as AttackModule).attack,
  'ssrf-gcp-metadata-name': () => (require('./attacks/ssrf-gcp-metadata-name') as AttackModule).attack,
  'ssrf-glance-download': () => (require('./attacks/ssrf-glance-download') as AttackModule).attack,
  'ssrf-glance-download-token': () => (require('./attacks/ssrf-glance-download-token') as AttackModule).attack,
  'ssrf-hex-address': () => (require('./attacks/ssrf-hex-address') as AttackModule).attack,
  'ssrf-implicit-port': () => (require('./attacks/ssrf-implicit-port') as AttackModule).attack,
  'ssrf-internal-identity': () => (require('./attacks/ssrf-internal-identity') as AttackModule).attack,
  'ssrf-ipv4-mapped-metadata': () => (require('./attacks/ssrf-ipv4-mapped-metadata') as AttackModule).attack,
  'ssrf-ipv6-loopback-long-form': () =>
    (require('./attacks/ssrf-ipv6-loopback-long-form') as typeof import('./attacks/ssrf-ipv6-loopback-long-form'))
      .attack,
  'ssrf-ipv6-metadata': () => (require('./attacks/ssrf-ipv6-metadata') as AttackModule).attack,
  'ssrf-ipv6-zone-metadata': () => (require('./attacks/ssrf-ipv6-zone-metadata') as AttackModule).attack,
  'ssrf-kubernetes-api-name': () => (require('./attacks/ssrf-kubernetes-api-name') as AttackModule).attack,
  'ssrf-legacy-tasks': () => (require('./attacks/ssrf-legacy-tasks') as AttackModule).attack,
  'ssrf-location-api': () => (require('./attacks/ssrf-location-api') as AttackModule).attack,
  'ssrf-location-api-redirect': () => (require('./attacks/ssrf-location-api-redirect') as AttackModule).attack,
  'ssrf-loopback-alias': () => (require('./attacks/ssrf-loopback-alias') as AttackModule).attack,
  'ssrf-metadata-address': () => (require('./attacks/ssrf-metadata-address') as AttackModule).attack,
  'ssrf-nat64-metadata': () => (require('./attacks/ssrf-nat64-metadata') as AttackModule).attack,
  'ssrf-octal-address': () => (require('./attacks/ssrf-octal-address') as AttackModule).attack,
  'ssrf-oracle-metadata': () => (require('./attacks/ssrf-oracle-metadata') as AttackModule).attack,
  'ssrf-ovf-process': () => (require('./attacks/ssrf-ovf-process') as AttackModule).attack,
  'ssrf-percent-encoded-address': () =>
    (require('./attacks/ssrf-percent-encoded-address') as typeof import('./attacks/ssrf-percent-encoded-address'))
      .attack,
  'ssrf-port-out-of-range': () => (require('./attacks/ssrf-port-out-of-range') as AttackModule).attack,
  'ssrf-port-zero': () => (require('./attacks/ssrf-port-zero') as AttackModule).attack,
  'ssrf-redirect-to-metadata': () => (require('./attacks/ssrf-redirect-to-metadata') as AttackModule).attack,
  'ssrf-redirect-to-other-port': () => (require('./attacks/ssrf-redirect-to-other-port') as AttackModule).attack,
  'ssrf-scheme-data': () => (require('./attacks/ssrf-scheme-data') as AttackModule).attack,
  'ssrf-scheme-file': () => (require('./attacks/ssrf-scheme-file') as AttackModule).attack,
  'ssrf-scheme-ftp': () => (require('./attacks/ssrf-scheme-ftp') as AttackModule).attack,
  'ssrf-scheme-gopher': () => (require('./attacks/ssrf-scheme-gopher') as AttackModule).attack,
  'ssrf-short-internal-name': () => (require('./attacks/ssrf-short-internal-name') as AttackModule).attack,
  'ssrf-short-loopback': () => (require('./attacks/ssrf-short-loopback') as AttackModule).attack,
  'ssrf-trailing-dot': () => (require('./attacks/ssrf-trailing-dot') as AttackModule).attack,
  'ssrf-upper-case-deny-entry': () => (require('./attacks/ssrf-upper-case-deny-entry') as AttackModule).attack,
  'ssrf-userinfo': () => (require('./attacks/ssrf-userinfo') as AttackModule).attack,
  'ssrf-wildcard-dns': () => (require('./attacks/ssrf-wildcard-dns') as AttackModule).attack,
  'ssrf-zero-address': () => (require('./attacks/ssrf-zero-address') as AttackModule).attack,
} as const satisfies Record<string, () => Attack>;

/** Id of an attack of the catalogue. */
export type AttackId = keyof typeof attacks;

/** @internal All attacks, sorted. */
export const attackIds = Object.keys(attacks).sort() as readonly AttackId[];

const loaded = new Map<AttackId, Attack>();

/** @internal Loads one attack, once. */
export function loadAttack(id: AttackId): Attack {
  const attack = loaded.get(id) ?? attacks[id]();
  loaded.set(id, attack);
  return attack;
}
