// The way back: stored columns into one snapshot for each release, so that a release can be added or replaced.
import {
  factAt,
  type OptionFile,
  optionFlags,
  type RareFacts,
  type RuleFile,
} from '../../src/openstack/catalogue/format';
import type { ReleaseName } from '../../src/openstack/types';
import type { OptionSnapshot, RuleSnapshot, Snapshot } from './snapshot';

/** Snapshots of every stored release; `drivers` only for cinder. */
export function expandSnapshots(options: OptionFile, rules: RuleFile, drivers?: OptionFile): Snapshot[] {
  return options.releases.map((release, ordinal) => ({
    service: options.service,
    release,
    ...(options.librariesExact.includes(release) && { librariesExact: true as const }),
    options: [...expandOptions(options, ordinal, false), ...(drivers ? expandOptions(drivers, ordinal, true) : [])],
    rules: expandRules(rules, ordinal),
    sampleOnly: options.sampleOnly
      .filter(([, , first, last]) => ordinal >= first && ordinal <= last)
      .map(([section, name]) => [section, name] as const),
  }));
}

function expandOptions(file: OptionFile, ordinal: number, isDriver: boolean): OptionSnapshot[] {
  return file.options.flatMap(([section, name, ...spans]) => {
    const fact = factAt(file.facts, positionIn(spans, ordinal));
    if (fact === undefined) return [];
    const [type, value, flags, deprecated, rare] = fact;
    const flagged = (bit: number) => (flags & bit) !== 0;
    const found = file.values[value];
    const olds = file.deprecated[deprecated];
    const snapshot: OptionSnapshot = {
      section: file.sections[section] ?? null,
      name,
      type: file.types[type]!,
      ...(found !== undefined && { default: found }),
      ...(flagged(optionFlags.secret) && { secret: true as const }),
      ...(flagged(optionFlags.required) && { required: true as const }),
      ...(flagged(optionFlags.deprecatedForRemoval) && { deprecatedForRemoval: true as const }),
      ...(olds !== undefined && { deprecatedNames: olds }),
      owner: flagged(optionFlags.library) ? 'library' : 'service',
      ...(flagged(optionFlags.perBackend) && { perBackend: true as const }),
      ...(isDriver && { driver: true as const }),
      ...(flagged(optionFlags.sample) && { certainty: 'sample' as const }),
      ...(flagged(optionFlags.inferred) && { certainty: 'inferred' as const }),
      ...file.rare[rare],
    };
    return [snapshot];
  });
}

function expandRules(file: RuleFile, ordinal: number): RuleSnapshot[] {
  return file.rules.flatMap(([name, ...spans]) => {
    const fact = file.facts[positionIn(spans, ordinal)];
    if (fact === undefined) return [];
    const [check, scopes, operations, deprecated, rare] = fact;
    const old = file.deprecated[deprecated];
    const snapshot: RuleSnapshot = {
      name,
      check: file.checks[check]!,
      scopeTypes: file.scopes[scopes] ?? [],
      operations: (file.operations[operations] ?? []).map((operation) => {
        const space = operation.indexOf(' ');
        return { method: operation.slice(0, space), path: operation.slice(space + 1) };
      }),
      ...(old !== undefined && { deprecatedRule: old }),
      ...file.rare[rare],
    };
    return [snapshot];
  });
}

function positionIn(spans: readonly number[], ordinal: number): number {
  for (let at = 0; at + 2 < spans.length; at += 3) {
    if (ordinal >= spans[at]! && ordinal <= spans[at + 1]!) return spans[at + 2]!;
  }
  return -1;
}

/**
 * Puts fresh snapshots of one release (a tree's, and the libraries' if there is one) in the place of the stored one.
 * What neither says is carried over from the stored data of that release, or else of the release before: which options belong to
 * every back end and the type of list items (the generator does not tell), and, when no list of them was given, the library
 * options, marked as inferred if they come from the release before.
 */
export function replaceRelease(
  stored: readonly Snapshot[],
  fresh: readonly Snapshot[],
  releases: readonly ReleaseName[],
): Snapshot[] {
  const release = fresh[0]?.release;
  if (release === undefined || fresh.some((snapshot) => snapshot.release !== release)) {
    throw new RangeError('the snapshots must be of one release');
  }
  const at = releases.indexOf(release);
  if (at === -1) throw new RangeError(`add ${release} to src/openstack/releases.ts first`);
  const same = stored.find((snapshot) => snapshot.release === release);
  const known = same ?? stored.find((snapshot) => snapshot.release === releases[at - 1]);
  const earlier = new Map(known?.options.map((option) => [keyOf(option), option]));
  const earlierRules = new Map(same?.rules.map((rule) => [rule.name, rule]));
  const hasLibraries = fresh.some((snapshot) => snapshot.librariesExact);
  const libraries = hasLibraries
    ? fresh.flatMap((snapshot) => snapshot.options.filter((option) => option.owner === 'library'))
    : [...earlier.values()]
        .filter((option) => option.owner === 'library')
        .map((option): OptionSnapshot => (same === undefined ? { ...option, certainty: 'inferred' } : option));
  const options = new Map(libraries.map((option) => [keyOf(option), option]));
  for (const option of fresh.flatMap((snapshot) => snapshot.options)) {
    if (option.owner === 'service') options.set(keyOf(option), option);
  }
  const replaced: Snapshot = {
    service: fresh[0]!.service,
    release,
    ...((hasLibraries || same?.librariesExact) && { librariesExact: true as const }),
    options: [...options.values()].map((option) => carryOver(option, earlier.get(keyOf(option)), same !== undefined)),
    rules: fresh
      .flatMap((snapshot) => snapshot.rules)
      .map((rule) => ({ ...pickRare(earlierRules.get(rule.name)), ...rule })),
    sampleOnly: same?.sampleOnly ?? fresh.flatMap((snapshot) => snapshot.sampleOnly),
  };
  return [...stored.filter((snapshot) => snapshot.release !== release), replaced];
}

function carryOver(option: OptionSnapshot, earlier: OptionSnapshot | undefined, isSame: boolean): OptionSnapshot {
  if (earlier === undefined) return option;
  const keepsItems = option.owner === 'library' && option.type.kind === 'list' && earlier.type.kind === 'list';
  return {
    ...(isSame && pickRare(earlier)),
    ...option,
    ...(keepsItems && { type: earlier.type }),
    ...(earlier.perBackend && { perBackend: true as const }),
  };
}

/** What no source tree tells: what the first release of the branch had, and when the branch gained it. */
function pickRare(row: OptionSnapshot | RuleSnapshot | undefined): RareFacts {
  return {
    ...(row?.addedInPointRelease !== undefined && { addedInPointRelease: row.addedInPointRelease }),
    ...(row !== undefined &&
      'defaultAtFirstRelease' in row && { defaultAtFirstRelease: row.defaultAtFirstRelease ?? null }),
    ...(row !== undefined &&
      'checkAtFirstRelease' in row &&
      row.checkAtFirstRelease !== undefined && { checkAtFirstRelease: row.checkAtFirstRelease }),
  };
}

function keyOf(option: OptionSnapshot): string {
  return `${(option.section ?? '').toLowerCase()}\n${option.name}`;
}
