// From an intent file to rendered regions: what synth, verify and diff share.
import { FleetHardening } from '../constructs/harden-fleet';
import type { HardeningDocuments } from '../documents/hardening';
import { ListMemory } from '../documents/list-memory';
import { loadIntent } from '../intent/load';
import type { LoadedIntent } from '../intent/loaded-intent';
import { settleRegions } from '../intent/settle';
import type { SettledRegion, TargetName } from '../intent/types';
import type { ManifestRegion } from '../output/manifest';
import { IntentProblems, type Problem } from '../problems';
import { sha256 } from '../sha256';
import { layOutRegion, layOutRegions, type RegionToRender, type RenderedTree, type Synthesis } from '../synthesize';

/** Layouts that are remembered while regions to come are like them: enough for the kinds that a fleet has, and most of their texts are shared. */
const MAX_LAYOUTS = 512;

/** An intent, settled and laid out. */
export interface RenderedIntent {
  readonly regions: readonly SettledRegion[];
  /** What the constructs of each region decided, in the same order. */
  readonly stacks: readonly HardeningDocuments[];
  readonly synthesis: Synthesis;
}

/** One file of a layout. */
export interface RenderedFile {
  /** Relative to the region's directory. */
  readonly path: string;
  readonly text: string;
  readonly sha256: string;
}

/** What one settled intent becomes, whatever its regions are called. Regions that settle to the same thing share the object. */
export interface RegionLayout {
  readonly documents: HardeningDocuments;
  readonly files: readonly RenderedFile[];
  /** One for each target; what a judge looks at. */
  readonly trees: readonly RenderedTree[];
  /** As if the region were the only one. */
  readonly manifest: ManifestRegion;
}

/** One region of a stream, laid out. */
export interface RenderedRegion {
  readonly region: SettledRegion;
  readonly layout: RegionLayout;
  /** With the region's name and its directories. */
  readonly manifest: ManifestRegion;
}

/** Loads and settles. @throws IntentProblems with all problems of the file. */
export function settleFile(file: string): SettledRegion[] {
  return settleRegions(loadIntent(file));
}

/**
 * Lays regions out one after the other, so that a fleet of any size needs the memory of a few. `targets` overrides the intent's.
 * @throws IntentProblems after the last region, with all problems of all regions; nothing is laid out from the first problem on.
 */
export function* renderRegions(
  regions: readonly SettledRegion[],
  targets?: readonly TargetName[],
): Generator<RenderedRegion> {
  const problems: Problem[] = [];
  const layouts = new Map<string, RegionLayout>();
  const hardening = new FleetHardening();
  const likenesses = regions.map(({ intent }) => sha256(JSON.stringify(intent)));
  const lastUses = new Map(likenesses.map((likeness, at) => [likeness, at]));
  for (const [at, region] of regions.entries()) {
    try {
      const key = likenesses[at] as string;
      const isLastUse = lastUses.get(key) === at;
      let layout = layouts.get(key);
      if (isLastUse) layouts.delete(key);
      if (layout === undefined) {
        const toRender = { ...hardenSettled(hardening, region, targets), name: null };
        if (problems.length > 0) continue;
        layout = describeLayout(toRender);
        // What nobody needs again must die young: kept for a while, it fills the part of the heap that V8 collects last.
        if (!isLastUse && layouts.size < MAX_LAYOUTS) layouts.set(key, layout);
      }
      if (problems.length === 0) yield { region, layout, manifest: nameRegion(layout.manifest, region.name) };
    } catch (error) {
      if (!(error instanceof IntentProblems)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new IntentProblems(uniqueProblems(problems));
}

/** Settles and lays out, all in memory. @throws IntentProblems with all problems of all regions. */
export function renderLoaded(loaded: LoadedIntent, targets?: readonly TargetName[]): RenderedIntent {
  const regions = settleRegions(loaded);
  const problems: Problem[] = [];
  const toRender: RegionToRender[] = [];
  const hardening = new FleetHardening();
  for (const region of regions) {
    try {
      toRender.push(hardenSettled(hardening, region, targets));
    } catch (error) {
      if (!(error instanceof IntentProblems)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new IntentProblems(uniqueProblems(problems));
  return { regions, stacks: toRender.map(({ documents }) => documents), synthesis: layOutRegions(toRender) };
}

/** What the constructs of a region decide. `targets` overrides the intent's. @throws IntentProblems */
function hardenSettled(
  hardening: FleetHardening,
  region: SettledRegion,
  targets: readonly TargetName[] | undefined,
): RegionToRender {
  return {
    name: region.name,
    documents: hardening.harden(region),
    targets: targets ?? region.intent.targets ?? ['etc'],
    acceptedRisks: region.intent.acceptedRisks ?? [],
  };
}

/** Digested when asked, and once for all regions that share it. */
class LaidOutFile implements RenderedFile {
  private digest: string | undefined;

  constructor(
    readonly path: string,
    readonly text: string,
  ) {}

  get sha256(): string {
    this.digest ??= sha256(this.text);
    return this.digest;
  }
}

/** Most files of a fleet are the same in many regions. */
const laidOutFiles = new ListMemory<string, LaidOutFile>();

function describeLayout(region: RegionToRender): RegionLayout {
  const { files, trees, manifest } = layOutRegion(region);
  const laidOut: LaidOutFile[] = [];
  for (const entry of files) laidOut.push(laidOutFiles.recall(entry, () => new LaidOutFile(...entry)));
  return { documents: region.documents, files: laidOut, trees, manifest };
}

/** A region of a fleet lies in a directory of its name. */
function nameRegion(manifest: ManifestRegion, name: string | null): ManifestRegion {
  if (name === null) return manifest;
  const directories = Object.entries(manifest.targets).map(([target, directory]) => [
    target,
    directory === '' ? name : `${name}/${directory}`,
  ]);
  return { ...manifest, name, targets: Object.fromEntries(directories) };
}

/** A mistake in the shared defaults is found in every region: say it once. */
function uniqueProblems(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((p) => [JSON.stringify(p), p])).values()];
}
