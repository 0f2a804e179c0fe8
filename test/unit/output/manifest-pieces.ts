// A manifest as one text.
import type { Manifest } from '../../../src/output/manifest';
import type { See } from '../../../src/output/path-table';
import { renderManifest } from '../../../src/output/write-manifest';

/** The pieces of a manifest, in order. */
export function renderPieces(manifest: Manifest): string[] {
  const pieces: string[] = [];
  const visit = (see: See<string>): void => {
    for (const [path, digest] of Object.entries(manifest.files)) see(path, digest);
  };
  renderManifest(manifest, { visit }, (piece) => pieces.push(piece));
  return pieces;
}
