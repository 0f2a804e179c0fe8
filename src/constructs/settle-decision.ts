// Settles what one control decided for a release, and remembers it: the regions of a fleet mostly decide the same.
import type { Artifact, PolicyOverride, Residual, Setting } from '../documents/hardening';
import { writeValue } from '../documents/ini/values/render-value';
import { findOption } from '../openstack/catalogue';
import type { ReleaseName } from '../openstack/types';
import { type Problem, problem } from '../problems';
import type { Control, Decision, Neighbours, PlaceOf, ReleaseFacts, WantedSetting } from './control';

/** One item of a decision with what the merge of all controls asks of it, worked out once. */
export interface Keyed<T> {
  /** Two items of one key must have one content. */
  readonly key: string;
  readonly content: string;
  readonly item: T;
  /** The item as JSON, for the digest. */
  readonly json: string;
}

/** A decision, its settings judged by the option catalogue. */
export interface SettledDecision {
  readonly settings: readonly Keyed<Setting>[];
  readonly overrides: readonly Keyed<PolicyOverride>[];
  readonly artifacts: readonly Keyed<Artifact>[];
  readonly residuals: readonly Keyed<Residual>[];
  readonly problems: readonly Problem[];
  readonly glanceUid: number | undefined;
}

/** Decisions kept of one kind of control in one release: enough for the kinds of regions that a fleet has. */
const MAX_KNOWN = 64;

type Kind = Control<object>['constructor'];
const known = new WeakMap<ReleaseFacts, Map<Kind, Map<string, SettledDecision>>>();

/**
 * What a control of an intent decides. A decision is a pure function of props, heeded neighbours and facts, so equal ones get the
 * same object, as long as there is no problem to tell: a problem has a place, and every region its own.
 */
export function recallDecision(
  control: Control<object>,
  facts: ReleaseFacts,
  placeOf: PlaceOf,
  neighbours: Neighbours,
): SettledDecision {
  const kinds = open(known, facts, () => new Map<Kind, Map<string, SettledDecision>>());
  const decisions = open(kinds, control.constructor, () => new Map<string, SettledDecision>());
  const key = JSON.stringify([control.props, neighbours]);
  const earlier = decisions.get(key);
  if (earlier !== undefined) return earlier;
  const settled = settleDecision(control.decide(facts, placeOf, neighbours), facts.release, placeOf);
  if (settled.problems.length > 0) return settled;
  const [oldest] = decisions.keys();
  if (decisions.size >= MAX_KNOWN && oldest !== undefined) decisions.delete(oldest);
  decisions.set(key, settled);
  return settled;
}

/** Finds the declared type of every setting in this release: without one the service would ignore the line. */
export function settleDecision(decision: Decision, release: ReleaseName, placeOf: PlaceOf): SettledDecision {
  const problems = [...(decision.problems ?? [])];
  const settings = (decision.settings ?? []).flatMap((wanted) => settleSetting(wanted, release, placeOf, problems));
  return {
    settings: settings.map((item) =>
      keyed(`${item.service}/${item.section}/${item.option}`, JSON.stringify(item.value), item),
    ),
    overrides: (decision.overrides ?? []).map((item) => keyed(`${item.service}/${item.rule}`, item.check, item)),
    artifacts: (decision.artifacts ?? []).map((item) => keyed(`${item.program}/${item.name}`, item.text, item)),
    residuals: (decision.residuals ?? []).map((item) => keyed(`${item.control}\n${item.because}`, '', item)),
    problems,
    glanceUid: decision.glanceUid,
  };
}

function keyed<T>(key: string, content: string, item: T): Keyed<T> {
  return { key, content, item, json: JSON.stringify(item) };
}

function settleSetting(
  wanted: WantedSetting,
  release: ReleaseName,
  placeOf: PlaceOf,
  problems: Problem[],
): readonly Setting[] {
  const { pointer, ...rest } = wanted;
  const found = findOption(wanted.service, wanted.section, wanted.option, release);
  // Asked for when something is wrong only: a place costs a walk through the intent file.
  const place = () => placeOf(pointer ?? '');
  if (!found) {
    problems.push(
      problem('not-in-release', place(), {
        got: `[${wanted.section}] ${wanted.option}`,
        wanted: `an option of ${wanted.service} ${release}`,
      }),
    );
    return [];
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
    return [];
  }
  return [{ ...rest, type: found.facts.type }];
}

function open<K, V>(map: { get(key: K): V | undefined; set(key: K, value: V): unknown }, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
