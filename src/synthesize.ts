// From documents to files: lays every region out for its targets and describes the whole as one manifest.
import type { HardeningDocuments, Residual } from './documents/hardening';
import type { FileTree } from './documents/types';
import type { AcceptedRisk, TargetName } from './intent/types';
import { composeManifest, directoryOf, FLEET_DIRECTORY, type Manifest, type ManifestRegion } from './output/manifest';
import { loadTarget } from './targets';
import { glacisVersion } from './version';

/** One region to lay out. */
export interface RegionToRender {
  /** Null when it is the only one: its files then lie at the top of the output directory. */
  readonly name: string | null;
  readonly documents: HardeningDocuments;
  readonly targets: readonly TargetName[];
  readonly acceptedRisks: readonly AcceptedRisk[];
}

/** One region laid out for one target, as a tree of its own: what a judge looks at. */
export interface RenderedTree {
  readonly region: string | null;
  readonly target: TargetName;
  readonly files: FileTree;
}

/** Everything an output directory is to hold. */
export interface Synthesis {
  readonly files: FileTree;
  readonly trees: readonly RenderedTree[];
  readonly manifest: Manifest;
}

/** One region laid out for all its targets. */
export interface LaidOutRegion {
  /** Paths relative to the output directory. */
  readonly files: FileTree;
  readonly trees: readonly RenderedTree[];
  readonly manifest: ManifestRegion;
}

/** Lays a region out for all its targets, each in its directory. */
export function layOutRegion({ name, documents, targets: named, acceptedRisks }: RegionToRender): LaidOutRegion {
  const targets = [...new Set(named)];
  const trees: RenderedTree[] = [];
  const directories: Partial<Record<TargetName, string>> = {};
  const uncarried: Partial<Record<TargetName, readonly Residual[]>> = {};
  for (const target of targets) {
    const { layOut, residuals } = loadTarget(target);
    const tree = layOut(documents);
    const left = residuals(documents);
    if (left.length > 0) uncarried[target] = left;
    directories[target] = directoryOf(name, target, targets);
    trees.push({ region: name, target, files: tree });
  }
  const { release, packages, launcher, intentDigest, glanceUid } = documents;
  const manifest: ManifestRegion = {
    name,
    release,
    packages,
    launcher,
    glanceUid,
    intentDigest,
    targets: directories,
    acceptedRisks,
    ...(documents.residuals.length > 0 && { residuals: documents.residuals }),
    ...(Object.keys(uncarried).length > 0 && { uncarried }),
  };
  return { files: joinTrees(trees, directories), trees, manifest };
}

/** The trees of one region, each in its directory. */
function joinTrees(trees: readonly RenderedTree[], directories: ManifestRegion['targets']): FileTree {
  const [first] = trees;
  if (first !== undefined && directories[first.target] === '') return first.files;
  const files = new Map<string, string>();
  for (const { target, files: tree } of trees) {
    for (const [path, text] of tree) files.set(`${directories[target]}/${path}`, text);
  }
  return files;
}

/** Lays regions out, all in memory. */
export function layOutRegions(regions: readonly RegionToRender[]): Synthesis {
  const files = new Map<string, string>();
  const trees: RenderedTree[] = [];
  const described: ManifestRegion[] = [];
  for (const region of regions) {
    const laidOut = layOutRegion(region);
    for (const [path, text] of laidOut.files) files.set(path, text);
    trees.push(...laidOut.trees);
    described.push(laidOut.manifest);
  }
  for (const [path, text] of layOutFleets(described)) files.set(path, text);
  return { files, trees, manifest: composeManifest(glacisVersion, described, files) };
}

/** The index files of every target that has one, by path in the output directory. A region without a name is no fleet. */
export function layOutFleets(regions: readonly ManifestRegion[]): FileTree {
  const files = new Map<string, string>();
  const targets = new Set(regions.flatMap((region) => Object.keys(region.targets) as TargetName[]));
  for (const target of targets) {
    const { layOutFleet } = loadTarget(target);
    const fleet = regions.flatMap(({ name, targets: directories }) => {
      const directory = directories[target];
      return name === null || directory === undefined ? [] : [{ name, directory }];
    });
    if (layOutFleet === undefined || fleet.length === 0) continue;
    const others = regions.flatMap(({ name, targets: its }) => (name === null || target in its ? [] : [name]));
    for (const [path, text] of layOutFleet(fleet, others)) files.set(`${FLEET_DIRECTORY}/${target}/${path}`, text);
  }
  return files;
}
