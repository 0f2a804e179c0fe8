// Settles what one control decided for a release, and remembers it: the regions of a fleet mostly decide the same.
import type { Artifact, PolicyOverride, Residual, Setting } from '../documents/hardening';
import { writeValue } from '../documents/ini/values/render-value';
import { findOption } from '../openstack/catalogue';
import type { ReleaseName } from '../openstack/types';
import { type Problem, problem } from '../problems';
import { sha256 } from '../sha256';
import type { Control, Decision, Neighbours, PlaceOf, ReleaseFacts, WantedSetting } from './control';

/** One item of a decision with what the merge of all controls asks of it, worked out once. */
export interface Keyed<T> {
  /** Two items of one key must have one content. */
  readonly key: string;
  readonly content: string;
  readonly item: T;
}

/** A decision, its settings judged by the option catalogue. */
export interface SettledDecision {
  readonly settings: readonly Keyed<Setting>[];
  readonly overrides: readonly Keyed<PolicyOverride>[];
  readonly artifacts: readonly Keyed<Artifact>[];
  readonly residuals: readonly Keyed<Residual>[];
  readonly problems: readonly Problem[];
  readonly glanceUid: number | undefined;
  /** SHA-256 of all that is wanted; empty when that is nothing. */
  readonly digest: string;
}

/** Decisions kept of one kind of control in one release: enough for the kinds of regions that a fleet has. */
const MAX_DECISIONS = 64;
/** Settings kept of one release: those of all controls several times over. */
const MAX_SETTINGS = 1024;

type Kind = Control<object>['constructor'];
const knownDecisions = new WeakMap<ReleaseFacts, Map<Kind, Map<string, SettledDecision>>>();
const knownSettings = new Map<ReleaseName, Map<string, Keyed<Setting>>>();

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
  const kinds = open(knownDecisions, facts, () => new Map<Kind, Map<string, SettledDecision>>());
  const decisions = open(kinds, control.constructor, () => new Map<string, SettledDecision>());
  const key = JSON.stringify([control.props, neighbours]);
  const earlier = decisions.get(key);
  if (earlier !== undefined) return earlier;
  const settled = settleDecision(control.decide(facts, placeOf, neighbours), facts.release, placeOf);
  if (settled.problems.length > 0) return settled;
  keep(decisions, key, settled, MAX_DECISIONS);
  return settled;
}

/** Finds the declared type of every setting in this release: without one the service would ignore the line. */
export function settleDecision(decision: Decision, release: ReleaseName, placeOf: PlaceOf): SettledDecision {
  const problems = [...(decision.problems ?? [])];
  const settings = (decision.settings ?? []).flatMap((wanted) => settleSetting(wanted, release, placeOf, problems));
  const { overrides = nothing, artifacts = nothing, residuals = nothing } = decision;
  return {
    settings,
    overrides: keyAll(overrides, (item) => [`${item.service}/${item.rule}`, item.check]),
    artifacts: keyAll(artifacts, (item) => [`${item.program}/${item.name}`, item.text]),
    residuals: keyAll(residuals, (item) => [`${item.control}\n${item.because}`, '']),
    problems,
    glanceUid: decision.glanceUid,
    digest: digestItems(settings, [overrides, artifacts, residuals]),
  };
}

/** Of a setting without its type, which follows from the release. */
function digestItems(settings: readonly Keyed<Setting>[], others: readonly (readonly object[])[]): string {
  if (settings.length === 0 && others.every((list) => list.length === 0)) return '';
  const named = settings.map(({ key, content, item }) => [key, content, item.reason]);
  return sha256(JSON.stringify([named, others]));
}

/** One list for all decisions that want nothing of a kind: what is merged is found again by the identity of lists. */
const nothing: readonly never[] = [];

function keyAll<T>(
  items: readonly T[],
  describe: (item: T) => readonly [key: string, content: string],
): readonly Keyed<T>[] {
  return items.length === 0 ? nothing : items.map((item) => keyed(...describe(item), item));
}

function keyed<T>(key: string, content: string, item: T): Keyed<T> {
  return { key, content, item };
}

/** Equal settings are one object, so that what was rendered of them is found again by identity. */
function settleSetting(
  wanted: WantedSetting,
  release: ReleaseName,
  placeOf: PlaceOf,
  problems: Problem[],
): readonly Keyed<Setting>[] {
  const settings = open(knownSettings, release, () => new Map<string, Keyed<Setting>>());
  const { service, section, option, value, reason } = wanted;
  const [name, content] = [`${service}/${section}/${option}`, JSON.stringify(value)];
  const key = `${name}\n${reason}\n${content}`;
  const earlier = settings.get(key);
  if (earlier !== undefined) return [earlier];
  const found = findOption(service, section, option, release);
  const tell = (code: 'not-in-release' | 'bad-value', facts: Parameters<typeof problem>[2]) => {
    problems.push(problem(code, placeOf(wanted.pointer ?? ''), facts));
    return [];
  };
  if (!found) {
    return tell('not-in-release', { got: `[${section}] ${option}`, wanted: `an option of ${service} ${release}` });
  }
  const written = writeValue(found.facts.type, value);
  if (!written.ok) {
    const facts = { got: content, wanted: `a value of [${section}] ${option}` };
    return tell('bad-value', { ...facts, why: written.because });
  }
  const item: Setting = { service, section, option, value, reason, type: found.facts.type };
  const settled = keyed(name, content, item);
  keep(settings, key, settled, MAX_SETTINGS);
  return [settled];
}

/** Keeps a value; the oldest gives way. */
function keep<V>(map: Map<string, V>, key: string, value: V, limit: number): void {
  if (map.size >= limit) {
    const [oldest] = map.keys();
    map.delete(oldest as string);
  }
  map.set(key, value);
}

function open<K, V>(map: { get(key: K): V | undefined; set(key: K, value: V): unknown }, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
