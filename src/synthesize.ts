// From stacks to files: lays every region out for its targets and describes the whole as one manifest.
import type { HardeningStack } from './constructs/hardening-stack';
import type { HardeningDocuments, Residual } from './documents/hardening';
import type { FileTree } from './documents/types';
import type { AcceptedRisk, TargetName } from './intent/types';
import { composeManifest, type Manifest, type ManifestRegion } from './output/manifest';
import { type Written, writeTree } from './output/write-tree';
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

/**
 * Lays regions out. A region has a directory of its own when it has a name, a target when there are several of them:
 * the usual case, one region for /etc, lies at the top and can be audited like /etc.
 */
export function layOutRegions(regions: readonly RegionToRender[]): Synthesis {
  const files = new Map<string, string>();
  const trees: RenderedTree[] = [];
  const described = regions.map((region): ManifestRegion => {
    const directories: Partial<Record<TargetName, string>> = {};
    const uncarried: Partial<Record<TargetName, readonly Residual[]>> = {};
    for (const target of region.targets) {
      const { layOut, residuals } = loadTarget(target);
      const tree = layOut(region.documents);
      const left = residuals(region.documents);
      if (left.length > 0) uncarried[target] = left;
      const directory = [region.name, region.targets.length > 1 ? target : null]
        .filter((part) => part !== null)
        .join('/');
      directories[target] = directory;
      trees.push({ region: region.name, target, files: tree });
      for (const [path, text] of tree) files.set(directory === '' ? path : `${directory}/${path}`, text);
    }
    const { release, packages, launcher, intentDigest, glanceUid } = region.documents;
    const { name, acceptedRisks } = region;
    const described = {
      name,
      release,
      packages,
      launcher,
      glanceUid,
      intentDigest,
      targets: directories,
      acceptedRisks,
    };
    return Object.keys(uncarried).length > 0 ? { ...described, uncarried } : described;
  });
  for (const [path, text] of layOutFleets(regions, described)) files.set(path, text);
  return { files, trees, manifest: composeManifest(glacisVersion, described, files) };
}

/** Index files, beside the regions: no region can have a name with an underscore. */
function layOutFleets(regions: readonly RegionToRender[], described: readonly ManifestRegion[]): FileTree {
  const files = new Map<string, string>();
  for (const target of new Set(regions.flatMap((region) => region.targets))) {
    const fleet = regions.flatMap(({ name, documents }, index) => {
      const directory = described[index]?.targets[target];
      return name === null || directory === undefined ? [] : [{ name, directory, documents }];
    });
    const index = fleet.length > 0 ? loadTarget(target).layOutFleet?.(fleet) : undefined;
    for (const [path, text] of index ?? []) files.set(`_fleet/${target}/${path}`, text);
  }
  return files;
}

/** Where and how to write. */
export interface SynthesizeOptions {
  /** Output directory; it must be new, empty or written by Glacis. Default `glacis.out`. */
  readonly out?: string;
  /** Default `etc`. */
  readonly targets?: readonly TargetName[];
}

/**
 * Synthesizes stacks composed in TypeScript. One stack lies at the top of the output directory, several in directories named by id.
 * @throws IntentProblems with every problem of every stack; nothing is written then.
 */
export function synthesize(
  stacks: HardeningStack | readonly HardeningStack[],
  options: SynthesizeOptions = {},
): Written {
  const list = 'collect' in stacks ? [stacks] : stacks;
  const regions = list.map((stack) => ({
    name: list.length > 1 ? stack.node.id : null,
    documents: stack.collect(),
    targets: options.targets ?? ['etc' as const],
    acceptedRisks: stack.acceptedRisks,
  }));
  const { files, manifest } = layOutRegions(regions);
  return writeTree(options.out ?? 'glacis.out', files, manifest);
}
