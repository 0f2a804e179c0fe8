// HardeningStack: one region. It collects what its controls decide, finds conflicts and settles every setting for the release.
import { Construct, RootConstruct } from 'constructs';
import type { HardeningDocuments } from '../documents/hardening';
import type { AcceptedRisk } from '../intent/types';
import type { Launcher, ReleaseName, Service } from '../openstack/types';
import { describeProblem, IntentProblems, type Place, type Problem, problem, sortProblems } from '../problems';
import { type Control, heededProps, listControls, type PlaceOf } from './control';
import { judgeProps } from './judge-props';
import { type Clash, mergeDecisions } from './merged-decisions';
import { listRefusals } from './own-validations';
import { releaseFacts } from './release-facts';
import { admitStack, brandStack, originOf, readProps } from './scope';
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
}

const keys = ['release', 'packages', 'launcher', 'acceptedRisks'] as const;

/** A control together with the place function of its props. */
interface Placed {
  readonly control: Control<object>;
  readonly placeOf: PlaceOf;
}

/**
 * One region's hardening. Add controls below it, then `synthesize()`; below a cdktf or cdktn stack the host's own synth refuses too.
 */
export class HardeningStack extends Construct {
  /** This and what follows: as it was given, or its default. */
  readonly release: ReleaseName;
  readonly packages: Readonly<Partial<Record<Service, string>>>;
  readonly launcher: Launcher;
  readonly acceptedRisks: readonly AcceptedRisk[];
  private isAskingOthers = false;

  /**
   * @param scope any construct outside of other stacks; undefined for a stack that stands alone
   * @param id name among its neighbours; of several stacks that are synthesized together, the directory too
   * @throws IntentProblems when scope or id are wrong, or a prop is none of these. Wrong values are told by `problems()`, all at once.
   */
  constructor(scope: Construct | undefined, id: string, props: HardeningStackProps) {
    super(admitStack(new.target.name, scope === undefined ? new RootConstruct() : scope, id), id);
    const { release, packages = {}, launcher = 'uwsgi', acceptedRisks = [] } = readProps(props, keys, this);
    // Who leaves the release out in JavaScript is told so by `problems()`.
    this.release = release as ReleaseName;
    this.packages = packages;
    this.launcher = launcher;
    this.acceptedRisks = acceptedRisks;
    brandStack(this);
    // A host asks every construct itself.
    this.node.addValidation({
      validate: () => (this.isAskingOthers ? [] : this.decide().problems.map(describeProblem)),
    });
  }

  /** Every problem of the stack and of the validations of your own constructs below it, sorted; empty when it can be synthesized. */
  problems(): readonly Problem[] {
    return sortProblems([...this.decide().problems, ...this.askOthers()]);
  }

  /**
   * What all controls decided together, before a target lays it out as files: for tools of your own. `renderStack` answers the files.
   * @throws IntentProblems with all that `problems()` tells
   */
  collect(): HardeningDocuments {
    const { problems, documents } = this.decide();
    const all = [...problems, ...this.askOthers()];
    if (all.length > 0 || !documents) throw new IntentProblems(all);
    return documents;
  }

  /** Nobody but Glacis adds to a stack that counts as judged. One of the others may ask for our problems in its turn. */
  private askOthers(): readonly Problem[] {
    if (this.isAskingOthers || originOf(this)?.isJudged) return [];
    this.isAskingOthers = true;
    try {
      return listRefusals(this.node.findAll());
    } finally {
      this.isAskingOthers = false;
    }
  }

  private decide(): { problems: readonly Problem[]; documents: HardeningDocuments | undefined } {
    const origin = originOf(this);
    const { controls, problems: wrong } = origin?.isJudged
      ? { controls: listControls(this), problems: [] }
      : judgeProps(this, (control, pointer) => this.place(control, pointer));
    if (wrong.length > 0) return { problems: sortProblems(wrong), documents: undefined };
    const { facts, problems: unknownVersions } = releaseFacts(this, (pointer) => this.place(undefined, pointer));
    if (unknownVersions.length > 0) return { problems: sortProblems(unknownVersions), documents: undefined };
    const owners = controls.map((control): Placed => {
      const root = origin ? `/${control.intentKey}` : '';
      return { control, placeOf: (pointer) => this.place(control, `${root}${pointer}`) };
    });
    const decisions = owners.map(({ control, placeOf }) => {
      const neighbours = heededProps(control, controls);
      return origin
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

  /** Where the intent says it; of a stack composed in TypeScript, the path of the construct it was given to. */
  private place(control: Control<object> | undefined, pointer: string): Place {
    return originOf(this)?.placeOf(pointer) ?? { file: (control ?? this).node.path, pointer };
  }
}

function explainClash({ key, first, second }: Clash, owners: readonly Placed[]): Problem {
  const [one, other] = [owners[first.owner] as Placed, owners[second.owner] as Placed];
  const got = `${key}: ${first.shown} from ${one.control.node.path}, ${second.shown} from ${other.control.node.path}`;
  return problem('conflict', other.placeOf(''), { got, wanted: 'one value' });
}
