// From an intent file to rendered regions: what synth and verify share.
import { hardenRegion } from '../constructs/harden-region';
import type { HardeningDocuments } from '../documents/hardening';
import { type LoadedIntent, loadIntent } from '../intent/load';
import { settleRegions } from '../intent/settle';
import type { SettledRegion, TargetName } from '../intent/types';
import { IntentProblems, type Problem } from '../problems';
import { layOutRegions, type RegionToRender, type Synthesis } from '../synthesize';

/** An intent, settled and laid out. */
export interface RenderedIntent {
  readonly regions: readonly SettledRegion[];
  /** What the constructs of each region decided, in the same order. */
  readonly stacks: readonly HardeningDocuments[];
  readonly synthesis: Synthesis;
}

/** Loads, settles and lays out. `targets` overrides the intent's. @throws IntentProblems with all problems of all regions. */
export function renderIntent(file: string, targets?: readonly TargetName[]): RenderedIntent {
  return renderLoaded(loadIntent(file), targets);
}

/** The same for an intent whose text was read elsewhere, out of a git revision say. */
export function renderLoaded(loaded: LoadedIntent, targets?: readonly TargetName[]): RenderedIntent {
  const regions = [...settleRegions(loaded)];
  const problems: Problem[] = [];
  const toRender: RegionToRender[] = [];
  for (const region of regions) {
    try {
      toRender.push({
        name: region.name,
        documents: hardenRegion(undefined, region).collect(),
        targets: targets ?? region.intent.targets ?? ['etc'],
        acceptedRisks: region.intent.acceptedRisks ?? [],
      });
    } catch (error) {
      if (!(error instanceof IntentProblems)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new IntentProblems(uniqueProblems(problems));
  return { regions, stacks: toRender.map(({ documents }) => documents), synthesis: layOutRegions(toRender) };
}

/** A mistake in the shared defaults is found in every region: say it once. */
function uniqueProblems(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((p) => [JSON.stringify(p), p])).values()];
}
