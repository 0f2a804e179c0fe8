// HardeningStack: one region. It collects what its controls decide, finds conflicts and settles every setting for the release.
import { createHash } from 'node:crypto';
import { Construct, RootConstruct } from 'constructs';
import {
  type Artifact,
  DEBIAN_GLANCE_UID,
  type HardeningDocuments,
  type PolicyOverride,
  type Residual,
  type Setting,
} from '../documents/hardening';
import { writeValue } from '../documents/ini/values/render-value';
import { settleIntent } from '../intent/settle';
import type { AcceptedRisk, RegionIntent } from '../intent/types';
import { findOption } from '../openstack/catalogue';
import type { Launcher, ReleaseName, Service } from '../openstack/types';
import { formatPlace, IntentProblems, type Place, type Problem, problem, sortProblems } from '../problems';
import { Control, type Neighbours, type PlaceOf, type WantedSetting } from './control';
import { releaseFacts } from './release-facts';

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
    const { facts, problems } = releaseFacts(this, (pointer) => this.place(pointer));
    if (problems.length > 0) return { problems: sortProblems(problems), documents: undefined };
    const settings = new Map<string, { setting: Setting; owner: Placed }>();
    const overrides = new Map<string, { override: PolicyOverride; owner: Placed }>();
    const artifacts = new Map<string, { artifact: Artifact; owner: Placed }>();
    const residuals: Residual[] = [];
    let glanceUid = DEBIAN_GLANCE_UID;
    const controls = this.controls();
    const neighbours = joinProps(controls);
    for (const owner of controls) {
      const decision = owner.control.decide(facts, owner.placeOf, neighbours);
      problems.push(...(decision.problems ?? []));
      residuals.push(...(decision.residuals ?? []));
      glanceUid = decision.glanceUid ?? glanceUid;
      for (const wanted of decision.settings ?? []) {
        const key = `${wanted.service}/${wanted.section}/${wanted.option}`;
        const setting = this.settle(wanted, owner, problems);
        const earlier = settings.get(key);
        if (setting && earlier) problems.push(...conflicts(key, earlier, setting, owner));
        else if (setting) settings.set(key, { setting, owner });
      }
      for (const override of decision.overrides ?? []) {
        const key = `${override.service}/${override.rule}`;
        const earlier = overrides.get(key);
        if (!earlier) overrides.set(key, { override, owner });
        else if (earlier.override.check !== override.check) {
          problems.push(conflict(key, earlier.override.check, earlier.owner, override.check, owner));
        }
      }
      for (const artifact of decision.artifacts ?? []) {
        const key = `${artifact.program}/${artifact.name}`;
        const earlier = artifacts.get(key);
        if (!earlier) artifacts.set(key, { artifact, owner });
        else if (earlier.artifact.text !== artifact.text) {
          problems.push(conflict(key, 'one content', earlier.owner, 'another', owner));
        }
      }
    }
    const byKey = <T>(map: ReadonlyMap<string, T>): T[] => [...map.keys()].sort().map((key) => map.get(key) as T);
    const documents = {
      release: this.release,
      packages: this.packages,
      launcher: this.launcher,
      glanceUid,
      settings: byKey(settings).map(({ setting }) => setting),
      overrides: byKey(overrides).map(({ override }) => override),
      artifacts: byKey(artifacts).map(({ artifact }) => artifact),
      residuals: uniqueResiduals(residuals),
    };
    return { problems: sortProblems(problems), documents: { ...documents, intentDigest: digest(documents) } };
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
      .sort((a, b) => (a.node.path < b.node.path ? -1 : 1))
      .map((control) => ({
        control,
        placeOf: this.intentPlaceOf
          ? (pointer: string) => this.place(`/${control.intentKey}${pointer}`)
          : (pointer: string) => ({ file: control.node.path, pointer }),
      }));
  }

  private place(pointer: string): Place {
    return this.intentPlaceOf?.(pointer) ?? { file: this.node.path, pointer };
  }

  /** Finds the declared type in this release: without one the service would ignore the line. */
  private settle(wanted: WantedSetting, owner: Placed, problems: Problem[]): Setting | undefined {
    const { pointer, ...rest } = wanted;
    const found = findOption(wanted.service, wanted.section, wanted.option, this.release);
    // Asked for when something is wrong only: a place costs a walk through the intent file.
    const place = () => owner.placeOf(pointer ?? '');
    if (!found) {
      problems.push(
        problem('not-in-release', place(), {
          got: `[${wanted.section}] ${wanted.option}`,
          wanted: `an option of ${wanted.service} ${this.release}`,
        }),
      );
      return undefined;
    }
    const written = writeValue(found.facts.type, wanted.value);
    if (!written.ok) {
      problems.push(
        problem('bad-value', place(), {
          got: JSON.stringify(wanted.value),
          wanted: `a value of [${wanted.section}] ${wanted.option}`,
          why: written.because,
        }),
      );
      return undefined;
    }
    return { ...rest, type: found.facts.type };
  }
}

function joinProps(controls: readonly Placed[]): Neighbours {
  return Object.fromEntries(controls.map(({ control }) => [control.intentKey, control.props]));
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

function conflicts(
  key: string,
  earlier: { setting: Setting; owner: Placed },
  setting: Setting,
  owner: Placed,
): readonly Problem[] {
  const [a, b] = [JSON.stringify(earlier.setting.value), JSON.stringify(setting.value)];
  return a === b ? [] : [conflict(key, a, earlier.owner, b, owner)];
}

function conflict(key: string, first: string, firstOwner: Placed, second: string, secondOwner: Placed): Problem {
  const [a, b] = [firstOwner.control.node.path, secondOwner.control.node.path];
  return problem('conflict', secondOwner.placeOf(''), {
    got: `${key}: ${first} from ${a}, ${second} from ${b}`,
    wanted: 'one value',
  });
}

function uniqueResiduals(residuals: readonly Residual[]): Residual[] {
  const seen = new Map(residuals.map((r) => [`${r.control}\n${r.because}`, r]));
  return [...seen.keys()].sort().map((key) => seen.get(key) as Residual);
}

function digest(documents: object): string {
  return createHash('sha256').update(JSON.stringify(documents)).digest('hex').slice(0, 12);
}

function describeProblem(p: Problem): string {
  return `${formatPlace(p.place)}: ${p.code}: got ${p.got}; wanted ${p.wanted}. Fix: ${p.fix}`;
}
