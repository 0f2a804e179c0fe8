// Every attack, loaded when it is used: one file and one line here. Lints stand in lint-index.ts.
import type { Attack } from './types';

export { type LintId, lintIds, loadLint } from './lint-index';

const attacks = {
  'dos-conversion-exhaustion': () =>
    (require('./attacks/dos-conversion-exhaustion') as typeof import('./attacks/dos-conversion-exhaustion')).attack,
  'dos-create-delete-loop': () =>
    (require('./attacks/dos-create-delete-loop') as typeof import('./attacks/dos-create-delete-loop')).attack,
  'dos-endless-download': () =>
    (require('./attacks/dos-endless-download') as typeof import('./attacks/dos-endless-download')).attack,
  'dos-gzip-bomb': () => (require('./attacks/dos-gzip-bomb') as typeof import('./attacks/dos-gzip-bomb')).attack,
  'dos-huge-virtual-size': () =>
    (require('./attacks/dos-huge-virtual-size') as typeof import('./attacks/dos-huge-virtual-size')).attack,
  'dos-image-create-flood': () =>
    (require('./attacks/dos-image-create-flood') as typeof import('./attacks/dos-image-create-flood')).attack,
  'dos-limit-dot-segments': () =>
    (require('./attacks/dos-limit-dot-segments') as typeof import('./attacks/dos-limit-dot-segments')).attack,
  'dos-limit-forged-address': () =>
    (require('./attacks/dos-limit-forged-address') as typeof import('./attacks/dos-limit-forged-address')).attack,
  'dos-limit-forged-project': () =>
    (require('./attacks/dos-limit-forged-project') as typeof import('./attacks/dos-limit-forged-project')).attack,
  'dos-limit-left-out-header': () =>
    (require('./attacks/dos-limit-left-out-header') as typeof import('./attacks/dos-limit-left-out-header')).attack,
  'dos-limit-many-tokens': () =>
    (require('./attacks/dos-limit-many-tokens') as typeof import('./attacks/dos-limit-many-tokens')).attack,
  'dos-limit-media-type': () =>
    (require('./attacks/dos-limit-media-type') as typeof import('./attacks/dos-limit-media-type')).attack,
  'dos-limit-method-override': () =>
    (require('./attacks/dos-limit-method-override') as typeof import('./attacks/dos-limit-method-override')).attack,
  'dos-limit-version-alias': () =>
    (require('./attacks/dos-limit-version-alias') as typeof import('./attacks/dos-limit-version-alias')).attack,
  'dos-member-flood': () =>
    (require('./attacks/dos-member-flood') as typeof import('./attacks/dos-member-flood')).attack,
  'dos-multiplicative-fill': () =>
    (require('./attacks/dos-multiplicative-fill') as typeof import('./attacks/dos-multiplicative-fill')).attack,
  'dos-oversize-upload': () =>
    (require('./attacks/dos-oversize-upload') as typeof import('./attacks/dos-oversize-upload')).attack,
  'dos-parallel-uploads': () =>
    (require('./attacks/dos-parallel-uploads') as typeof import('./attacks/dos-parallel-uploads')).attack,
  'dos-property-flood': () =>
    (require('./attacks/dos-property-flood') as typeof import('./attacks/dos-property-flood')).attack,
  'dos-slow-download': () =>
    (require('./attacks/dos-slow-download') as typeof import('./attacks/dos-slow-download')).attack,
  'dos-staging-fill': () =>
    (require('./attacks/dos-staging-fill') as typeof import('./attacks/dos-staging-fill')).attack,
  'dos-tag-churn': () => (require('./attacks/dos-tag-churn') as typeof import('./attacks/dos-tag-churn')).attack,
  'dos-tag-flood': () => (require('./attacks/dos-tag-flood') as typeof import('./attacks/dos-tag-flood')).attack,
  'dos-v1-create-flood': () =>
    (require('./attacks/dos-v1-create-flood') as typeof import('./attacks/dos-v1-create-flood')).attack,
  'dos-zip-bomb': () => (require('./attacks/dos-zip-bomb') as typeof import('./attacks/dos-zip-bomb')).attack,
  'config-anonymous-access': () =>
    (require('./attacks/config-anonymous-access') as typeof import('./attacks/config-anonymous-access')).attack,
  'config-empty-flavor': () =>
    (require('./attacks/config-empty-flavor') as typeof import('./attacks/config-empty-flavor')).attack,
  'formats-conversion-host-file': () =>
    (require('./attacks/formats-conversion-host-file') as typeof import('./attacks/formats-conversion-host-file'))
      .attack,
  'formats-gpt-nonfatal': () =>
    (require('./attacks/formats-gpt-nonfatal') as typeof import('./attacks/formats-gpt-nonfatal')).attack,
  'formats-iso-polyglot': () =>
    (require('./attacks/formats-iso-polyglot') as typeof import('./attacks/formats-iso-polyglot')).attack,
  'formats-label-without-inspector': () =>
    (require('./attacks/formats-label-without-inspector') as typeof import('./attacks/formats-label-without-inspector'))
      .attack,
  'formats-qcow2-as-raw': () =>
    (require('./attacks/formats-qcow2-as-raw') as typeof import('./attacks/formats-qcow2-as-raw')).attack,
  'formats-qcow2-backing-file': () =>
    (require('./attacks/formats-qcow2-backing-file') as typeof import('./attacks/formats-qcow2-backing-file')).attack,
  'formats-qcow2-data-file': () =>
    (require('./attacks/formats-qcow2-data-file') as typeof import('./attacks/formats-qcow2-data-file')).attack,
  'formats-uninspected-container': () =>
    (require('./attacks/formats-uninspected-container') as typeof import('./attacks/formats-uninspected-container'))
      .attack,
  'formats-upload-skips-plugins': () =>
    (require('./attacks/formats-upload-skips-plugins') as typeof import('./attacks/formats-upload-skips-plugins'))
      .attack,
  'formats-vhd-parent-locator': () =>
    (require('./attacks/formats-vhd-parent-locator') as typeof import('./attacks/formats-vhd-parent-locator')).attack,
  'formats-vhdx-metadata': () =>
    (require('./attacks/formats-vhdx-metadata') as typeof import('./attacks/formats-vhdx-metadata')).attack,
  'formats-vmdk-as-raw': () =>
    (require('./attacks/formats-vmdk-as-raw') as typeof import('./attacks/formats-vmdk-as-raw')).attack,
  'formats-vmdk-flat': () =>
    (require('./attacks/formats-vmdk-flat') as typeof import('./attacks/formats-vmdk-flat')).attack,
  'locations-direct-url': () =>
    (require('./attacks/locations-direct-url') as typeof import('./attacks/locations-direct-url')).attack,
  'locations-file-scheme': () =>
    (require('./attacks/locations-file-scheme') as typeof import('./attacks/locations-file-scheme')).attack,
  'locations-overwrite-active': () =>
    (require('./attacks/locations-overwrite-active') as typeof import('./attacks/locations-overwrite-active')).attack,
  'locations-patch': () => (require('./attacks/locations-patch') as typeof import('./attacks/locations-patch')).attack,
  'locations-swap': () => (require('./attacks/locations-swap') as typeof import('./attacks/locations-swap')).attack,
  'policy-copy-image-opened': () =>
    (require('./attacks/policy-copy-image-opened') as typeof import('./attacks/policy-copy-image-opened')).attack,
  'policy-metadef-flood': () =>
    (require('./attacks/policy-metadef-flood') as typeof import('./attacks/policy-metadef-flood')).attack,
  'policy-reader-writes': () =>
    (require('./attacks/policy-reader-writes') as typeof import('./attacks/policy-reader-writes')).attack,
  'policy-tasks-opened': () =>
    (require('./attacks/policy-tasks-opened') as typeof import('./attacks/policy-tasks-opened')).attack,
  'sharing-accept-for-victim': () =>
    (require('./attacks/sharing-accept-for-victim') as typeof import('./attacks/sharing-accept-for-victim')).attack,
  'sharing-community-lookalike': () =>
    (require('./attacks/sharing-community-lookalike') as typeof import('./attacks/sharing-community-lookalike')).attack,
  'sharing-pending-in-list': () =>
    (require('./attacks/sharing-pending-in-list') as typeof import('./attacks/sharing-pending-in-list')).attack,
  'sharing-public-by-member': () =>
    (require('./attacks/sharing-public-by-member') as typeof import('./attacks/sharing-public-by-member')).attack,
  'sharing-v1-without-consent': () =>
    (require('./attacks/sharing-v1-without-consent') as typeof import('./attacks/sharing-v1-without-consent')).attack,
  'sharing-with-every-project': () =>
    (require('./attacks/sharing-with-every-project') as typeof import('./attacks/sharing-with-every-project')).attack,
  'sig-altered-boot': () =>
    (require('./attacks/sig-altered-boot') as typeof import('./attacks/sig-altered-boot')).attack,
  'sig-cached-base': () => (require('./attacks/sig-cached-base') as typeof import('./attacks/sig-cached-base')).attack,
  'sig-conversion-swap': () =>
    (require('./attacks/sig-conversion-swap') as typeof import('./attacks/sig-conversion-swap')).attack,
  'sig-direct-copy': () => (require('./attacks/sig-direct-copy') as typeof import('./attacks/sig-direct-copy')).attack,
  'sig-ironic': () => (require('./attacks/sig-ironic') as typeof import('./attacks/sig-ironic')).attack,
  'sig-late-properties': () =>
    (require('./attacks/sig-late-properties') as typeof import('./attacks/sig-late-properties')).attack,
  'sig-md5-checksum': () =>
    (require('./attacks/sig-md5-checksum') as typeof import('./attacks/sig-md5-checksum')).attack,
  'sig-own-certificate': () =>
    (require('./attacks/sig-own-certificate') as typeof import('./attacks/sig-own-certificate')).attack,
  'sig-own-trusted-list': () =>
    (require('./attacks/sig-own-trusted-list') as typeof import('./attacks/sig-own-trusted-list')).attack,
  'sig-partly-signed-boot': () =>
    (require('./attacks/sig-partly-signed-boot') as typeof import('./attacks/sig-partly-signed-boot')).attack,
  'sig-partly-signed-volume': () =>
    (require('./attacks/sig-partly-signed-volume') as typeof import('./attacks/sig-partly-signed-volume')).attack,
  'sig-rbd-clone': () => (require('./attacks/sig-rbd-clone') as typeof import('./attacks/sig-rbd-clone')).attack,
  'sig-snapshot-boot': () =>
    (require('./attacks/sig-snapshot-boot') as typeof import('./attacks/sig-snapshot-boot')).attack,
  'sig-unshelve': () => (require('./attacks/sig-unshelve') as typeof import('./attacks/sig-unshelve')).attack,
  'sig-unsigned-boot': () =>
    (require('./attacks/sig-unsigned-boot') as typeof import('./attacks/sig-unsigned-boot')).attack,
  'sig-unsigned-stored': () =>
    (require('./attacks/sig-unsigned-stored') as typeof import('./attacks/sig-unsigned-stored')).attack,
  'sig-unsigned-volume': () =>
    (require('./attacks/sig-unsigned-volume') as typeof import('./attacks/sig-unsigned-volume')).attack,
  'sig-verified-mark': () =>
    (require('./attacks/sig-verified-mark') as typeof import('./attacks/sig-verified-mark')).attack,
  'sig-volume-boot': () => (require('./attacks/sig-volume-boot') as typeof import('./attacks/sig-volume-boot')).attack,
  'sig-volume-clone': () =>
    (require('./attacks/sig-volume-clone') as typeof import('./attacks/sig-volume-clone')).attack,
  'sig-volume-reimage': () =>
    (require('./attacks/sig-volume-reimage') as typeof import('./attacks/sig-volume-reimage')).attack,
  'sig-volume-root-beside-image': () =>
    (require('./attacks/sig-volume-root-beside-image') as typeof import('./attacks/sig-volume-root-beside-image'))
      .attack,
  'ssrf-alibaba-metadata': () =>
    (require('./attacks/ssrf-alibaba-metadata') as typeof import('./attacks/ssrf-alibaba-metadata')).attack,
  'ssrf-allowlisted-name-inside': () =>
    (require('./attacks/ssrf-allowlisted-name-inside') as typeof import('./attacks/ssrf-allowlisted-name-inside'))
      .attack,
  'ssrf-azure-wire-server': () =>
    (require('./attacks/ssrf-azure-wire-server') as typeof import('./attacks/ssrf-azure-wire-server')).attack,
  'ssrf-backslash': () => (require('./attacks/ssrf-backslash') as typeof import('./attacks/ssrf-backslash')).attack,
  'ssrf-container-credentials': () =>
    (require('./attacks/ssrf-container-credentials') as typeof import('./attacks/ssrf-container-credentials')).attack,
  'ssrf-decimal-address': () =>
    (require('./attacks/ssrf-decimal-address') as typeof import('./attacks/ssrf-decimal-address')).attack,
  'ssrf-dns-rebinding': () =>
    (require('./attacks/ssrf-dns-rebinding') as typeof import('./attacks/ssrf-dns-rebinding')).attack,
  'ssrf-encoded-port': () =>
    (require('./attacks/ssrf-encoded-port') as typeof import('./attacks/ssrf-encoded-port')).attack,
  'ssrf-fullwidth-digits': () =>
    (require('./attacks/ssrf-fullwidth-digits') as typeof import('./attacks/ssrf-fullwidth-digits')).attack,
  'ssrf-gcp-metadata-name': () =>
    (require('./attacks/ssrf-gcp-metadata-name') as typeof import('./attacks/ssrf-gcp-metadata-name')).attack,
  'ssrf-glance-download': () =>
    (require('./attacks/ssrf-glance-download') as typeof import('./attacks/ssrf-glance-download')).attack,
  'ssrf-glance-download-token': () =>
    (require('./attacks/ssrf-glance-download-token') as typeof import('./attacks/ssrf-glance-download-token')).attack,
  'ssrf-hex-address': () =>
    (require('./attacks/ssrf-hex-address') as typeof import('./attacks/ssrf-hex-address')).attack,
  'ssrf-implicit-port': () =>
    (require('./attacks/ssrf-implicit-port') as typeof import('./attacks/ssrf-implicit-port')).attack,
  'ssrf-internal-identity': () =>
    (require('./attacks/ssrf-internal-identity') as typeof import('./attacks/ssrf-internal-identity')).attack,
  'ssrf-ipv4-mapped-metadata': () =>
    (require('./attacks/ssrf-ipv4-mapped-metadata') as typeof import('./attacks/ssrf-ipv4-mapped-metadata')).attack,
  'ssrf-ipv6-loopback-long-form': () =>
    (require('./attacks/ssrf-ipv6-loopback-long-form') as typeof import('./attacks/ssrf-ipv6-loopback-long-form'))
      .attack,
  'ssrf-ipv6-metadata': () =>
    (require('./attacks/ssrf-ipv6-metadata') as typeof import('./attacks/ssrf-ipv6-metadata')).attack,
  'ssrf-ipv6-zone-metadata': () =>
    (require('./attacks/ssrf-ipv6-zone-metadata') as typeof import('./attacks/ssrf-ipv6-zone-metadata')).attack,
  'ssrf-kubernetes-api-name': () =>
    (require('./attacks/ssrf-kubernetes-api-name') as typeof import('./attacks/ssrf-kubernetes-api-name')).attack,
  'ssrf-legacy-tasks': () =>
    (require('./attacks/ssrf-legacy-tasks') as typeof import('./attacks/ssrf-legacy-tasks')).attack,
  'ssrf-location-api': () =>
    (require('./attacks/ssrf-location-api') as typeof import('./attacks/ssrf-location-api')).attack,
  'ssrf-location-api-redirect': () =>
    (require('./attacks/ssrf-location-api-redirect') as typeof import('./attacks/ssrf-location-api-redirect')).attack,
  'ssrf-loopback-alias': () =>
    (require('./attacks/ssrf-loopback-alias') as typeof import('./attacks/ssrf-loopback-alias')).attack,
  'ssrf-metadata-address': () =>
    (require('./attacks/ssrf-metadata-address') as typeof import('./attacks/ssrf-metadata-address')).attack,
  'ssrf-nat64-metadata': () =>
    (require('./attacks/ssrf-nat64-metadata') as typeof import('./attacks/ssrf-nat64-metadata')).attack,
  'ssrf-octal-address': () =>
    (require('./attacks/ssrf-octal-address') as typeof import('./attacks/ssrf-octal-address')).attack,
  'ssrf-oracle-metadata': () =>
    (require('./attacks/ssrf-oracle-metadata') as typeof import('./attacks/ssrf-oracle-metadata')).attack,
  'ssrf-ovf-process': () =>
    (require('./attacks/ssrf-ovf-process') as typeof import('./attacks/ssrf-ovf-process')).attack,
  'ssrf-percent-encoded-address': () =>
    (require('./attacks/ssrf-percent-encoded-address') as typeof import('./attacks/ssrf-percent-encoded-address'))
      .attack,
  'ssrf-port-out-of-range': () =>
    (require('./attacks/ssrf-port-out-of-range') as typeof import('./attacks/ssrf-port-out-of-range')).attack,
  'ssrf-port-zero': () => (require('./attacks/ssrf-port-zero') as typeof import('./attacks/ssrf-port-zero')).attack,
  'ssrf-redirect-to-metadata': () =>
    (require('./attacks/ssrf-redirect-to-metadata') as typeof import('./attacks/ssrf-redirect-to-metadata')).attack,
  'ssrf-redirect-to-other-port': () =>
    (require('./attacks/ssrf-redirect-to-other-port') as typeof import('./attacks/ssrf-redirect-to-other-port')).attack,
  'ssrf-scheme-data': () =>
    (require('./attacks/ssrf-scheme-data') as typeof import('./attacks/ssrf-scheme-data')).attack,
  'ssrf-scheme-file': () =>
    (require('./attacks/ssrf-scheme-file') as typeof import('./attacks/ssrf-scheme-file')).attack,
  'ssrf-scheme-ftp': () => (require('./attacks/ssrf-scheme-ftp') as typeof import('./attacks/ssrf-scheme-ftp')).attack,
  'ssrf-scheme-gopher': () =>
    (require('./attacks/ssrf-scheme-gopher') as typeof import('./attacks/ssrf-scheme-gopher')).attack,
  'ssrf-short-internal-name': () =>
    (require('./attacks/ssrf-short-internal-name') as typeof import('./attacks/ssrf-short-internal-name')).attack,
  'ssrf-short-loopback': () =>
    (require('./attacks/ssrf-short-loopback') as typeof import('./attacks/ssrf-short-loopback')).attack,
  'ssrf-trailing-dot': () =>
    (require('./attacks/ssrf-trailing-dot') as typeof import('./attacks/ssrf-trailing-dot')).attack,
  'ssrf-upper-case-deny-entry': () =>
    (require('./attacks/ssrf-upper-case-deny-entry') as typeof import('./attacks/ssrf-upper-case-deny-entry')).attack,
  'ssrf-userinfo': () => (require('./attacks/ssrf-userinfo') as typeof import('./attacks/ssrf-userinfo')).attack,
  'ssrf-wildcard-dns': () =>
    (require('./attacks/ssrf-wildcard-dns') as typeof import('./attacks/ssrf-wildcard-dns')).attack,
  'ssrf-zero-address': () =>
    (require('./attacks/ssrf-zero-address') as typeof import('./attacks/ssrf-zero-address')).attack,
} as const satisfies Record<string, () => Attack>;

/** Id of an attack of the catalogue. */
export type AttackId = keyof typeof attacks;

/** All attacks, sorted. */
export const attackIds = Object.keys(attacks).sort() as readonly AttackId[];

const loaded = new Map<AttackId, Attack>();

/** Loads one attack, once. */
export function loadAttack(id: AttackId): Attack {
  const attack = loaded.get(id) ?? attacks[id]();
  loaded.set(id, attack);
  return attack;
}
