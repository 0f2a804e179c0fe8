// The manifest: what Glacis wrote, with a digest of each file. It is how a tree is known to be ours.
import { createHash } from 'node:crypto';
import type { Residual } from '../documents/hardening';
import type { FileTree } from '../documents/types';
import type { AcceptedRisk, TargetName } from '../intent/types';
import type { Launcher, ReleaseName, Service } from '../openstack/types';

/** File name of the manifest at the root of an output directory. */
export const MANIFEST = 'glacis-manifest.json';

/** One region in an output directory: what its files were rendered for, and so how to judge them. */
export interface ManifestRegion {
  /** Null for an intent without regions. */
  readonly name: string | null;
  readonly release: ReleaseName;
  readonly packages: Readonly<Partial<Record<Service, string>>>;
  readonly launcher: Launcher;
  /** The uid glance-api runs as. */
  readonly glanceUid: number;
  readonly intentDigest: string;
  /** Target name to the directory, relative to the output directory; '' is the directory itself. */
  readonly targets: Readonly<Partial<Record<TargetName, string>>>;
  readonly acceptedRisks: readonly AcceptedRisk[];
  /** What a target has no way to carry. Absent: all of it arrives. */
  readonly uncarried?: Readonly<Partial<Record<TargetName, readonly Residual[]>>>;
}

/** Everything in an output directory. */
export interface Manifest {
  readonly glacis: string;
  readonly regions: readonly ManifestRegion[];
  /** Path to SHA-256, sorted by path; the manifest itself is not listed. */
  readonly files: Readonly<Record<string, string>>;
}

/** SHA-256 of text or bytes, hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The manifest of a tree. */
export function composeManifest(version: string, regions: readonly ManifestRegion[], files: FileTree): Manifest {
  const digests = [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, text]) => [path, sha256(text)]);
  return { glacis: version, regions, files: Object.fromEntries(digests) };
}

/** The bytes of a manifest. */
export function renderManifest(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Reads a manifest; undefined when the text is not one. */
export function parseManifest(text: string): Manifest | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isManifest(value) ? value : undefined;
}

function isManifest(value: unknown): value is Manifest {
  if (typeof value !== 'object' || value === null) return false;
  const { glacis, regions, files } = value as Record<string, unknown>;
  return (
    typeof glacis === 'string' &&
    Array.isArray(regions) &&
    regions.every(isRegion) &&
    typeof files === 'object' &&
    files !== null &&
    Object.values(files).every((digest) => typeof digest === 'string')
  );
}

function isRegion(value: unknown): value is ManifestRegion {
  if (typeof value !== 'object' || value === null) return false;
  const { release, launcher, glanceUid, targets, packages, acceptedRisks } = value as Record<string, unknown>;
  return (
    typeof release === 'string' &&
    typeof launcher === 'string' &&
    typeof glanceUid === 'number' &&
    typeof targets === 'object' &&
    targets !== null &&
    typeof packages === 'object' &&
    packages !== null &&
    Array.isArray(acceptedRisks)
  );
}
