// What Glance does with signature properties when bytes arrive: it verifies exactly when all four are there.
import type { ImageState } from './image-state';

/** How bytes, or the claim to have them, get into an image. */
export type GlanceAction =
  /** PUT /v2/images/ID/file. */
  | 'upload'
  /** `glance-direct`, `web-download` and `glance-download`. */
  | 'import'
  /** The method `copy-image`: an active image goes to a further store; import plugins are skipped. */
  | 'copy-image'
  /** POST or PATCH of locations: the store has the bytes already. */
  | 'add-location'
  /** The four properties are written after the bytes. */
  | 'late-properties'
  | 'download';

/** What stands in the way of an import. */
export interface ImportGate {
  /** A plugin changes the bytes before they are stored: `image_conversion`, `image_decompression`. */
  readonly isConverting?: boolean;
  /** The plugin that demands all four properties runs. */
  readonly isSignatureRequired?: boolean;
}

/** What becomes of the image. */
export interface StoreOutcome {
  readonly ends: 'stored' | 'refused';
  /** True when the bytes were compared with a signature. */
  readonly isVerified: boolean;
  readonly because: string;
}

/** Stores one image. Glance has no list of trusted certificates: `UT` is as good as `OK`. */
export function storeImage(action: GlanceAction, state: ImageState, gate: ImportGate = {}): StoreOutcome {
  if (action === 'add-location') return kept('Glance reads no byte when a location is added');
  if (action === 'late-properties') return kept('properties are compared with the bytes only while the bytes arrive');
  if (action === 'download') return kept('a download is not verified');
  if (state === 'N' || state === 'P') {
    if (action === 'import' && gate.isSignatureRequired) return refused('the plugin asks for all four properties');
    return kept(state === 'N' ? 'nothing asks for a signature' : 'fewer than four properties count as none');
  }
  if (state === 'MISS') return refused('the certificate cannot be fetched');
  if (action === 'import' && gate.isConverting)
    return refused('the signature is compared with the converted bytes', true);
  if (state === 'BAD') return refused('the bytes do not fit the signature', true);
  return { ends: 'stored', isVerified: true, because: 'the signature fits' };
}

function kept(because: string): StoreOutcome {
  return { ends: 'stored', isVerified: false, because };
}

function refused(because: string, isVerified = false): StoreOutcome {
  return { ends: 'refused', isVerified, because };
}
