// What Nova does with an image on its way to a root disk: which mode the three options mean, and what each path looks at.
import { compareReleases } from '../../openstack/releases';
import type { ReleaseName } from '../../openstack/types';
import type { ImageState } from './image-state';

/** `[glance]` of Nova, as far as signatures go. */
export interface NovaSignatureFacts {
  readonly release: ReleaseName;
  /** `verify_glance_signatures`. */
  readonly verifies: boolean;
  /** `enable_certificate_validation`. */
  readonly validates: boolean;
  /** `default_trusted_certificate_ids` holds anything. */
  readonly hasTrustedList: boolean;
}

/** What the options come to for one request. */
export type NovaMode =
  /** Nothing is verified. */
  | 'off'
  /** The signature must fit; who signed does not matter. */
  | 'signature'
  /** Signature, and a certificate that leads to the operator's list. */
  | 'operator-trust'
  /** Signature, and a certificate that leads to the list in the request. */
  | 'request-trust'
  /** Validation with nothing to trust: every image ends in ERROR. */
  | 'nothing-trusted';

/** How the bytes reach the root disk. */
export type NovaPath =
  /** Downloaded by nova-compute: qcow2, flat and lvm images on a cache miss. */
  | 'download'
  /** `enable_rbd_download`: read from ceph, then verified like any download. */
  | 'rbd-download'
  /** `images_type = rbd` and a raw image in the same ceph. */
  | 'rbd-clone'
  /** A base file that the host already has. */
  | 'cached-base'
  /** `[glance] allowed_direct_url_schemes`: copied from the location, up to ussuri before any verifier exists. */
  | 'direct-copy'
  /** Bare metal: ironic fetches the image itself. */
  | 'ironic'
  /** Migration and resize: an existing disk moves. */
  | 'disk-copy';

/** How a boot ends. */
export interface BootOutcome {
  /** `error`: the API has said 202, the server ends in ERROR. `refused`: the API says 400. `depends`: on the list in the request. */
  readonly ends: 'boots' | 'error' | 'refused' | 'depends';
  /** True when the bytes were compared with a signature. */
  readonly isVerified: boolean;
  /** True when the failing build is tried on further hosts, each of which downloads the image again. */
  readonly isRescheduled: boolean;
  /** One clause. */
  readonly because: string;
}

/** The mode for a request with or without `trusted_image_certificates` of its own. */
export function findNovaMode(facts: NovaSignatureFacts, hasRequestList = false): NovaMode {
  // queens registers the certificate options and knows no list in a request; no code reads them before rocky.
  if (isBefore(facts.release, 'rocky')) return facts.verifies ? 'signature' : 'off';
  if (hasRequestList) return 'request-trust';
  if (facts.validates && facts.hasTrustedList) return 'operator-trust';
  if (!facts.verifies) return 'off';
  return facts.validates ? 'nothing-trusted' : 'signature';
}

/** True when the API stores trusted ids on the server: only then does a driver without support refuse it. */
export function carriesTrustedIds(facts: NovaSignatureFacts, hasRequestList = false): boolean {
  if (isBefore(facts.release, 'rocky')) return false;
  return hasRequestList || (facts.verifies && facts.validates && facts.hasTrustedList);
}

/** Boots one image over one path. Pure: the tables of Nova's code, rocky to 2026.2, and queens where it differs. */
export function bootImage(
  facts: NovaSignatureFacts,
  path: NovaPath,
  state: ImageState,
  hasRequestList = false,
): BootOutcome {
  const mode = findNovaMode(facts, hasRequestList);
  if (path === 'ironic' && carriesTrustedIds(facts, hasRequestList)) {
    return end('error', false, 'the driver has no trusted certificates, so the build is aborted');
  }
  const past = describeWayPast(facts.release, path);
  if (past !== null) return end('boots', false, past);
  if (mode === 'off') return end('boots', false, 'nothing is verified');
  if (state === 'N' || state === 'P') return end('error', false, 'a signature property is missing');
  if (state === 'MISS') return end('error', false, 'the certificate cannot be fetched');
  if (mode === 'nothing-trusted') return end('error', false, 'no certificate is trusted');
  if (state === 'BAD') {
    // InvalidSignature is none of the exceptions that abort a build.
    return { ...end('error', true, 'the bytes do not fit the signature'), isRescheduled: true };
  }
  if (mode === 'request-trust') return end('depends', true, 'the list in the request decides alone');
  if (state === 'UT' && mode === 'operator-trust') {
    return end('error', false, "the certificate does not lead to the operator's list");
  }
  return end('boots', true, state === 'UT' ? 'any certificate will do' : 'the signature fits');
}

/** Why a path never meets the verifier; null when it does. */
function describeWayPast(release: ReleaseName, path: NovaPath): string | null {
  switch (path) {
    case 'rbd-clone':
      return 'the root disk is a clone inside ceph: nothing is downloaded';
    case 'cached-base':
      return 'the host has the base file already: only a cache miss downloads';
    case 'ironic':
      return 'ironic fetches the image itself';
    case 'disk-copy':
      return 'an existing disk moves, no image is read';
    case 'direct-copy':
      return isBefore(release, 'victoria') ? 'the direct copy is taken before a verifier exists' : null;
    case 'download':
    case 'rbd-download':
      return null;
  }
}

function end(ends: BootOutcome['ends'], isVerified: boolean, because: string): BootOutcome {
  return { ends, isVerified, isRescheduled: false, because };
}

function isBefore(release: ReleaseName, since: ReleaseName): boolean {
  return compareReleases(release, since) < 0;
}
