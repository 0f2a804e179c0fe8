// Disk images on their way to a witness: only the sectors that hold anything, since most of a disk is empty.

/** The bytes of an image as a witness lays them out again. */
export interface SparseBytes {
  readonly sizeBytes: number;
  readonly pieces: readonly (readonly [offset: number, base64: string])[];
}

/** Leaves out every sector of zeros. */
export function sparseOf(bytes: Buffer): SparseBytes {
  const pieces: [number, string][] = [];
  for (let offset = 0; offset < bytes.length; offset += 512) {
    const sector = bytes.subarray(offset, offset + 512);
    if (sector.some((byte) => byte !== 0)) pieces.push([offset, sector.toString('base64')]);
  }
  return { sizeBytes: bytes.length, pieces };
}
