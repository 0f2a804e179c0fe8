// Hardens the regions of a fleet one after the other: of a region like the one before, only what differs is decided.
import type { HardeningDocuments } from '../documents/hardening';
import type { RegionIntent, SettledRegion } from '../intent/types';
import { type Control, heededProps, listControls, type ReleaseFacts, withProps } from './control';
import { hardenRegion } from './harden-region';
import type { HardeningStack } from './hardening-stack';
import { mergeDecisions, type RegionHead } from './merged-decisions';
import { releaseFacts } from './release-facts';
import { recallDecision, type SettledDecision } from './settle-decision';

type IntentKey = keyof RegionIntent;

/** What is said of a region beside what its controls decide: its documents do not hold it. */
const besides: ReadonlySet<IntentKey> = new Set(['acceptedRisks', 'targets']);

/** A region whose controls all decided without a problem. */
interface DecidedRegion {
  readonly intent: RegionIntent;
  readonly head: RegionHead;
  readonly facts: ReleaseFacts;
  readonly controls: readonly Control<object>[];
  readonly decisions: readonly SettledDecision[];
}

/**
 * Regions of one fleet. The documents of each are those of `hardenRegion(undefined, region).collect()`, which is what decides the first
 * of a kind and every region with a problem. Regions that share objects are the ones that are fast: `settleRegions` makes such.
 */
export class FleetHardening {
  private before: DecidedRegion | undefined;
  private stack: { readonly intent: RegionIntent; readonly built: HardeningStack } | undefined;

  /** What the constructs of a region decide. @throws IntentProblems with every problem of the region. */
  harden(region: SettledRegion): HardeningDocuments {
    if (this.stack !== undefined) this.before = describeStack(this.stack.intent, this.stack.built);
    this.stack = undefined;
    const alike = this.before && decideLike(this.before, region);
    if (alike !== undefined) {
      const { documents, clashes } = mergeDecisions(alike.head, alike.decisions);
      if (clashes.length === 0) {
        this.before = alike;
        return documents;
      }
    }
    const built = hardenRegion(undefined, region, true);
    const documents = built.collect();
    this.stack = { intent: region.intent, built };
    return documents;
  }
}

/** The decisions are remembered, not taken again: this stack has just been collected. */
function describeStack(intent: RegionIntent, stack: HardeningStack): DecidedRegion {
  const nowhere = () => ({ file: stack.node.path });
  const { facts } = releaseFacts(stack, nowhere);
  const controls = listControls(stack);
  const decisions = controls.map((control) => recallDecision(control, facts, nowhere, heededProps(control, controls)));
  const { release, packages, launcher } = stack;
  return { intent, head: { release, packages, launcher }, facts, controls, decisions };
}

/** Undefined when the regions differ in more than props of the controls that both have, or when there is a problem to tell. */
function decideLike(before: DecidedRegion, region: SettledRegion): DecidedRegion | undefined {
  const { intent } = region;
  const { head, facts } = before;
  const changed = listChangedKeys(before.intent, intent);
  const isReplaceable = (key: IntentKey): boolean =>
    typeof intent[key] === 'object' &&
    before.controls.some((control) => control.intentKey === key && control.props === before.intent[key]);
  if (!changed.every(isReplaceable)) return undefined;
  const controls = before.controls.map((control) =>
    changed.includes(control.intentKey) ? withProps(control, intent[control.intentKey] as object) : control,
  );
  const decisions = controls.map((control, at) => {
    const isAsBefore = control === before.controls[at] && !control.heeds.some((key) => changed.includes(key));
    if (isAsBefore) return before.decisions[at] as SettledDecision;
    const placeOf = (pointer: string) => region.placeOf(`/${control.intentKey}${pointer}`);
    return recallDecision(control, facts, placeOf, heededProps(control, controls));
  });
  if (decisions.some(({ problems }) => problems.length > 0)) return undefined;
  return { intent, head, facts, controls, decisions };
}

function listChangedKeys(one: RegionIntent, other: RegionIntent): readonly IntentKey[] {
  const changed = (Object.keys(other) as IntentKey[]).filter((key) => one[key] !== other[key]);
  const gone = (Object.keys(one) as IntentKey[]).filter((key) => !(key in other));
  return [...changed, ...gone].filter((key) => !besides.has(key));
}
