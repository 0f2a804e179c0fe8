// HardeningStack: one region. It collects what its controls decide, finds conflicts and settles every setting for the release.
import { Construct, RootConstruct } from 'constructs';
import {
  type Artifact,
  DEBIAN_GLANCE_UID,
  type HardeningDocuments,
  type PolicyOverride,
  type Residual,
  type Setting,
} from '../documents/hardening';
import { settleIntent } from '../intent/settle';
import type { AcceptedRisk, RegionIntent } from '../intent/types';
import type { Launcher, ReleaseName, Service } from '../openstack/types';
import { formatPlace, IntentProblems, type Place, type Problem, problem, sortProblems } from '../problems';
import { Control, type Neighbours, type PlaceOf } from './control';
import { type Clash, digestOf, Merged } from './merged-decisions';
import { releaseFacts } from './release-facts';
import { recallDecision, settleDecision } from './settle-decision';

/** What a region is, apart from its controls. */
export interface HardeningStackProps {
  /** OpenStack release, `queens` to `2026.2`. */
  readonly release: ReleaseName;
  /** Exact package versions by service, upstream or Debian. Default: unknown, judged as unpatched. */
  readonly packages?: Readonly<Partial<Record<Service, string>>>;
  /** What starts glance-api. Default `uwsgi`. */
  readonly launcher?: Launcher;
  /** Findings the operator takes responsibility for. Default none. */
  readonly acceptedRisks?: readonly AcceptedRisk[];
  /** Where values were written, when the stack was built from an intent file. Default: the construct paths. */
  readonly placeOf?: (pointer: string) => Place;
}

/** A control together with its path and the place function of its props. */
interface Placed {
  readonly control: Control<object>;
  readonly path: string;
  readonly placeOf: PlaceOf;
}

/**
 * One region's hardening. Add controls below it, then `collect()`; below a cdktf or cdktn stack the host's own synth refuses too.
 * @throws IntentProblems from `collect()`: every problem of every control, sorted.
 */
export class HardeningStack extends Construct {
  readonly release: ReleaseName;
  readonly packages: Readonly<Partial<Record<Service, string>>>;
  readonly launcher: Launcher;
  readonly acceptedRisks: readonly AcceptedRisk[];
  private readonly intentPlaceOf: ((pointer: string) => Place) | undefined;

  /** `scope` may be any construct; leave it undefined for a stack that stands alone. */
  constructor(scope: Construct | undefined, id: string, props: HardeningStackProps) {
    super(scope ?? new RootConstruct(), id);
    this.release = props.release;
    this.packages = props.packages ?? {};
    this.launcher = props.launcher ?? 'uwsgi';
    this.acceptedRisks = props.acceptedRisks ?? [];
    this.intentPlaceOf = props.placeOf;
    this.node.addValidation({ validate: () => this.problems().map(describeProblem) });
  }

  /** Every problem of the stack, sorted; empty when it can be synthesized. */
  problems(): readonly Problem[] {
    return this.decide().problems;
  }

  /** What all controls decided together. @throws IntentProblems when anything does not fit. */
  collect(): HardeningDocuments {
    const { problems, documents } = this.decide();
    if (problems.length > 0 || !documents) throw new IntentProblems(problems);
    return documents;
  }

  private decide(): { problems: readonly Problem[]; documents: HardeningDocuments | undefined } {
    const shapeProblems = this.judgeProps();
    if (shapeProblems.length > 0) return { problems: shapeProblems, documents: undefined };
    const { facts, problems: unknownVersions } = releaseFacts(this, (pointer) => this.place(pointer));
    if (unknownVersions.length > 0) return { problems: sortProblems(unknownVersions), documents: undefined };
    const problems: Problem[] = [];
    const settings = new Merged<Setting, Placed>((content) => content);
    const overrides = new Merged<PolicyOverride, Placed>((content) => content);
    const artifacts = new Merged<Artifact, Placed>((_, isFirst) => (isFirst ? 'one content' : 'another'));
    const residuals = new Merged<Residual, Placed>((content) => content);
    let glanceUid = DEBIAN_GLANCE_UID;
    const controls = this.controls();
    const all = joinProps(controls);
    for (const owner of controls) {
      const { control, placeOf } = owner;
      const neighbours = pickProps(all, control.heeds);
      const decision = this.intentPlaceOf
        ? recallDecision(control, facts, placeOf, neighbours)
        : settleDecision(control.decide(facts, placeOf, neighbours), this.release, placeOf);
      problems.push(...decision.problems);
      glanceUid = decision.glanceUid ?? glanceUid;
      for (const one of decision.settings) problems.push(...conflictsOf(settings.add(one, owner)));
      for (const one of decision.overrides) problems.push(...conflictsOf(overrides.add(one, owner)));
      for (const one of decision.artifacts) problems.push(...conflictsOf(artifacts.add(one, owner)));
      for (const one of decision.residuals) residuals.add(one, owner);
    }
    const head = { release: this.release, packages: this.packages, launcher: this.launcher, glanceUid };
    const lists = {
      settings: settings.sort(),
      overrides: overrides.sort(),
      artifacts: artifacts.sort(),
      residuals: residuals.sort(),
    };
    const documents = {
      ...head,
      settings: lists.settings.map(({ item }) => item),
      overrides: lists.overrides.map(({ item }) => item),
      artifacts: lists.artifacts.map(({ item }) => item),
      residuals: lists.residuals.map(({ item }) => item),
      intentDigest: digestOf(head, lists),
    };
    return { problems: sortProblems(problems), documents };
  }

  /** Props written in TypeScript go through the same judge as an intent file; an intent's own were judged when it was loaded. */
  private judgeProps(): readonly Problem[] {
    if (this.intentPlaceOf) return [];
    const { release, packages, launcher, acceptedRisks } = this;
    const own = findIntentProblems({ release, packages, launcher, acceptedRisks }, this.node.path);
    if (own.length > 0) return own;
    const controls = this.controls();
    const alone = controls.flatMap(({ control }) =>
      findIntentProblems({ release, [control.intentKey]: control.props }, control.node.path),
    );
    if (alone.length > 0) return alone;
    // What only shows when controls stand side by side. Of two of one kind the later is seen; options decide their conflict.
    return findIntentProblems({ release, ...joinProps(controls) }, this.node.path);
  }

  /** Controls below this stack, but not below another stack, in the order of their paths. */
  private controls(): readonly Placed[] {
    return this.node
      .findAll()
      .filter((child): child is Control<object> => Control.isControl(child))
      .map((control) => ({
        control,
        path: control.node.path,
        placeOf: this.intentPlaceOf
          ? (pointer: string) => this.place(`/${control.intentKey}${pointer}`)
          : (pointer: string) => ({ file: control.node.path, pointer }),
      }))
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  private place(pointer: string): Place {
    return this.intentPlaceOf?.(pointer) ?? { file: this.node.path, pointer };
  }
}

function joinProps(controls: readonly Placed[]): Neighbours {
  return Object.fromEntries(controls.map(({ control }) => [control.intentKey, control.props]));
}

function pickProps(all: Neighbours, keys: readonly (keyof RegionIntent)[]): Neighbours {
  return Object.fromEntries(keys.flatMap((key) => (all[key] === undefined ? [] : [[key, all[key]]])));
}

function findIntentProblems(intent: RegionIntent, origin: string): readonly Problem[] {
  try {
    settleIntent(intent, origin);
    return [];
  } catch (error) {
    if (error instanceof IntentProblems) return error.problems;
    throw error;
  }
}

function conflictsOf(clash: Clash<Placed> | undefined): readonly Problem[] {
  if (clash === undefined) return [];
  const { key, first, second } = clash;
  const facts = {
    got: `${key}: ${first.shown} from ${first.owner.path}, ${second.shown} from ${second.owner.path}`,
    wanted: 'one value',
  };
  return [problem('conflict', second.owner.placeOf(''), facts)];
}

function describeProblem(p: Problem): string {
  return `${formatPlace(p.place)}: ${p.code}: got ${p.got}; wanted ${p.wanted}. Fix: ${p.fix}`;
}
