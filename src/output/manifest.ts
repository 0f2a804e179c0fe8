// The manifest: what Glacis wrote, with a digest of each file. It is how a tree is known to be ours.
import type { Residual } from '../documents/hardening';
import type { FileTree } from '../documents/types';
import type { AcceptedRisk, TargetName } from '../intent/types';
import { isRelease } from '../openstack/releases';
import type { Launcher, ReleaseName, Service } from '../openstack/types';
import { sha256 } from '../sha256';

/** File name of the manifest at the root of an output directory. */
export const MANIFEST = 'glacis-manifest.json';

/** Directory of the index files of fleets, beside the regions: no region can have a name with an underscore. */
export const FLEET_DIRECTORY = '_fleet';

/**
 * Where one target of a region lies. It has a directory of its own when it has a name, a target when there are several of them: the
 * usual case, one region for /etc, lies at the top and can be audited like /etc.
 */
export function directoryOf(name: string | null, target: string, targets: readonly string[]): string {
  return [name, targets.length > 1 ? target : null].filter((part) => part !== null).join('/');
}

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
  /** What the intent wants and no file can enforce. Absent: nothing. */
  readonly residuals?: readonly Residual[];
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

/** The manifest of a tree. */
export function composeManifest(version: string, regions: readonly ManifestRegion[], files: FileTree): Manifest {
  const digests = [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, text]) => [path, sha256(text)]);
  return { glacis: version, regions, files: Object.fromEntries(digests) };
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
  if (!isRecord(value)) return false;
  const { glacis, regions, files } = value;
  return (
    typeof glacis === 'string' &&
    Array.isArray(regions) &&
    regions.every(isRegion) &&
    isRecord(files) &&
    Object.values(files).every((digest) => typeof digest === 'string') &&
    isWhole(regions, Object.keys(files))
  );
}

/** Every region once, and every file below a region or an index of a fleet: what no region claims, nobody would judge. */
function isWhole(regions: readonly ManifestRegion[], paths: readonly string[]): boolean {
  const names = new Set(regions.map(({ name }) => name));
  if (names.size !== regions.length || (names.has(null) && names.size > 1)) return false;
  const directories = new Set(regions.flatMap(({ targets }) => Object.values(targets)));
  const isClaimed = (path: string): boolean => {
    const [first = '', second] = path.split('/', 2);
    return (
      directories.has('') ||
      first === FLEET_DIRECTORY ||
      directories.has(first) ||
      directories.has(`${first}/${second}`)
    );
  };
  return regions.length === 0 || paths.every(isClaimed);
}

/**
 * True for one region of a manifest. Whoever can write the manifest could else widen what is read, or hide what is judged: every fact
 * is checked as the intent's are.
 */
export function isRegion(value: unknown): value is ManifestRegion {
  if (!isRecord(value)) return false;
  const { name, release, launcher, glanceUid, intentDigest, targets, packages, acceptedRisks } = value;
  const { residuals = [], uncarried = {} } = value;
  return (
    (name === null || (typeof name === 'string' && /^[A-Za-z0-9-]{1,63}$/.test(name))) &&
    typeof release === 'string' &&
    isRelease(release) &&
    typeof launcher === 'string' &&
    Object.hasOwn(launchers, launcher) &&
    Number.isInteger(glanceUid) &&
    (glanceUid as number) >= 0 &&
    (glanceUid as number) < 2 ** 32 &&
    typeof intentDigest === 'string' &&
    isRecord(targets) &&
    // A region without a target would be judged in no tree, and so pass.
    Object.keys(targets).length > 0 &&
    Object.keys(targets).every((target, _, all) => targets[target] === directoryOf(name, target, all)) &&
    isResiduals(residuals) &&
    isRecord(uncarried) &&
    Object.keys(uncarried).every((target) => Object.hasOwn(targets, target)) &&
    Object.values(uncarried).every(isResiduals) &&
    isRecord(packages) &&
    Object.values(packages).every((version) => typeof version === 'string') &&
    Array.isArray(acceptedRisks) &&
    acceptedRisks.every(isRisk)
  );
}

const launchers: Readonly<Record<Launcher, true>> = { uwsgi: true, mod_wsgi: true, eventlet: true };

function isResiduals(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every((one) => isRecord(one) && typeof one.control === 'string' && typeof one.because === 'string')
  );
}

/** With a reason and a day, as the intent's schema wants: a risk without a day would never expire. */
function isRisk(value: unknown): value is AcceptedRisk {
  if (!isRecord(value)) return false;
  const { risk, where, reason, until } = value;
  return (
    typeof risk === 'string' &&
    (where === undefined || typeof where === 'string') &&
    typeof reason === 'string' &&
    reason.trim() !== '' &&
    typeof until === 'string' &&
    /^\d{4}-\d{2}-\d{2}$/.test(until)
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
