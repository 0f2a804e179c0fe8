// Boot from volume as Nova's API sees it: a refusal that asks for an empty imageRef and for all three options.
import { compareReleases } from '../../openstack/releases';
import { carriesTrustedIds, type NovaSignatureFacts } from './nova-boot';

/** The shapes of a request that ends on a volume. */
export type VolumeBoot =
  /** No imageRef, any root volume. */
  | 'empty-image-ref'
  /** An imageRef, and beside it a root volume made from another image. */
  | 'image-ref-and-volume-root'
  /** Rebuild of a volume-backed server with a list of trusted certificates. */
  | 'rebuild-with-list'
  /** The same with an explicit null for the list. */
  | 'rebuild-with-null'
  /** Rebuild onto a new image, `reimage` from zed on (microversion 2.93). */
  | 'rebuild-new-image';

/** `refused`: 400. `unchecked`: accepted, and only Cinder's table applies. `absent`: the release has no such request. */
export type VolumeBootOutcome = 'refused' | 'unchecked' | 'absent';

/** Judges one request, with or without `trusted_image_certificates`. */
export function bootVolume(facts: NovaSignatureFacts, request: VolumeBoot, hasRequestList = false): VolumeBootOutcome {
  const isBefore = (since: 'rocky' | 'zed') => compareReleases(facts.release, since) < 0;
  switch (request) {
    case 'empty-image-ref':
      // The refusal needs all three options: with an empty list, or without verification, the weaker path stays open.
      return carriesTrustedIds(facts, hasRequestList) ? 'refused' : 'unchecked';
    case 'image-ref-and-volume-root':
      return 'unchecked';
    case 'rebuild-with-list':
      return isBefore('rocky') ? 'absent' : 'refused';
    case 'rebuild-with-null':
      return isBefore('rocky') ? 'absent' : 'unchecked';
    case 'rebuild-new-image':
      return isBefore('zed') ? 'absent' : 'unchecked';
  }
}
