// HardeningStack: one region. It collects what its controls decide, finds conflicts and settles every setting for the release.
import { Construct, RootConstruct } from 'constructs';
import type { HardeningDocuments } from '../documents/hardening';
import { settleIntent } from '../intent/settle';
import type { AcceptedRisk, RegionIntent } from '../intent/types';
import type { Launcher, ReleaseName, Service } from '../openstack/types';
import { formatPlace, IntentProblems, type Place, type Problem, problem, sortProblems } from '../problems';
import { Control, heededProps, type PlaceOf } from './control';
import { type Clash, mergeDecisions } from './merged-decisions';
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

/** A control together with the place function of its props. */
interface Placed {
  readonly control: Control<object>;
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
    const owners = this.controls();
    const controls = owners.map(({ control }) => control);
    const decisions = owners.map(({ control, placeOf }) => {
      const neighbours = heededProps(control, controls);
      return this.intentPlaceOf
        ? recallDecision(control, facts, placeOf, neighbours)
        : settleDecision(control.decide(facts, placeOf, neighbours), this.release, placeOf);
    });
    const { release, packages, launcher } = this;
    const { documents, clashes } = mergeDecisions({ release, packages, launcher }, decisions);
    const problems = [
      ...decisions.flatMap((decision) => decision.problems),
      ...clashes.map((clash) => explainClash(clash, owners)),
    ];
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
    const props = Object.fromEntries(controls.map(({ control }) => [control.intentKey, control.props]));
    return findIntentProblems({ release, ...props }, this.node.path);
  }

  /** The controls of this stack, in the order of their paths. */
  private controls(): readonly Placed[] {
    return listControls(this).map((control) => ({
      control,
      placeOf: this.intentPlaceOf
        ? (pointer: string) => this.place(`/${control.intentKey}${pointer}`)
        : (pointer: string) => ({ file: control.node.path, pointer }),
    }));
  }

  private place(pointer: string): Place {
    return this.intentPlaceOf?.(pointer) ?? { file: this.node.path, pointer };
  }
}

/** Controls below a stack, in the order of their paths. */
export function listControls(stack: HardeningStack): readonly Control<object>[] {
  const controls = stack.node.findAll().filter((child): child is Control<object> => Control.isControl(child));
  const paths = new Map(controls.map((control) => [control.node.path, control]));
  return [...paths.keys()].sort().map((path) => paths.get(path) as Control<object>);
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

function explainClash({ key, first, second }: Clash, owners: readonly Placed[]): Problem {
  const [one, other] = [owners[first.owner] as Placed, owners[second.owner] as Placed];
  const got = `${key}: ${first.shown} from ${one.control.node.path}, ${second.shown} from ${other.control.node.path}`;
  return problem('conflict', other.placeOf(''), { got, wanted: 'one value' });
}

function describeProblem(p: Problem): string {
  return `${formatPlace(p.place)}: ${p.code}: got ${p.got}; wanted ${p.wanted}. Fix: ${p.fix}`;
}
