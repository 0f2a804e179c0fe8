// Turns snapshots of many releases into the stored form. The order of the output depends on names and releases only.
import type {
  FactRow,
  OptionFile,
  OptionRow,
  RareFacts,
  RuleFactRow,
  RuleFile,
  RuleRow,
} from '../../src/openstack/catalogue/format';
import { optionFlags } from '../../src/openstack/catalogue/format';
import type { ReleaseName } from '../../src/openstack/types';
import { compareText } from '../../src/problems';
import type { OptionSnapshot, RuleSnapshot, Snapshot } from './snapshot';

/** A list that holds each value once and tells its position. */
class Interned<T> {
  readonly list: T[] = [];
  private readonly positions = new Map<string, number>();

  positionOf(value: T | undefined): number {
    if (value === undefined) return -1;
    const key = JSON.stringify(value, sortKeys);
    let at = this.positions.get(key);
    if (at === undefined) {
      at = this.list.push(value) - 1;
      this.positions.set(key, at);
    }
    return at;
  }
}

/** extract.py and the stored files write the keys of an object in different orders: that must not make two of one. */
function sortKeys(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(byKey));
}

/** Joins `[ordinal, fact]` pairs that follow each other into `first, last, fact` triples. */
export function joinSpans(pairs: readonly (readonly [ordinal: number, fact: number])[]): number[] {
  const spans: number[] = [];
  for (const [ordinal, fact] of [...pairs].sort((a, b) => a[0] - b[0])) {
    const end = spans.length;
    if (end > 0 && spans[end - 1] === fact && spans[end - 2] === ordinal - 1) spans[end - 2] = ordinal;
    else spans.push(ordinal, ordinal, fact);
  }
  return spans;
}

/** Stores the options of one service; `keep` chooses which (the drivers of cinder have a file of their own). */
export function compactOptions(
  snapshots: readonly Snapshot[],
  releases: readonly ReleaseName[],
  keep: (option: OptionSnapshot) => boolean,
): OptionFile {
  const sections = new Interned<string>();
  const types = new Interned<OptionFile['types'][number]>();
  const values = new Interned<OptionFile['values'][number]>();
  const deprecated = new Interned<OptionFile['deprecated'][number]>();
  const rare = new Interned<RareFacts>();
  const facts = new Interned<FactRow>();
  const spans = new Map<string, [number, number][]>();
  const sampleSpans = new Map<string, [number, number][]>();
  for (const snapshot of inOrder(snapshots, releases)) {
    const ordinal = releases.indexOf(snapshot.release);
    for (const [section, name] of snapshot.sampleOnly) append(sampleSpans, `${section}\n${name}`, [ordinal, 0]);
    for (const option of sortByKey(snapshot.options.filter(keep), keyOf)) {
      const fact = facts.positionOf([
        types.positionOf(option.type),
        values.positionOf(option.default),
        flagsOf(option),
        deprecated.positionOf(option.deprecatedNames),
        rare.positionOf(rareFactsOf(option)),
      ]);
      append(spans, keyOf(option), [ordinal, fact]);
    }
  }
  const options = [...spans].sort(byKey).map(([key, pairs]): OptionRow => {
    const [section = '', name = ''] = key.split('\n');
    return [section === '' ? -1 : sections.positionOf(section), name, ...joinSpans(pairs)];
  });
  return {
    service: serviceOf(snapshots),
    releases,
    librariesExact: inOrder(snapshots, releases)
      .filter((snapshot) => snapshot.librariesExact)
      .map((snapshot) => snapshot.release),
    sections: sections.list,
    types: types.list,
    values: values.list,
    deprecated: deprecated.list,
    rare: rare.list,
    facts: facts.list.flat(),
    options,
    sampleOnly: [...sampleSpans].sort(byKey).flatMap(([key, pairs]) => {
      const [section = '', name = ''] = key.split('\n');
      const [first = 0, last = 0] = joinSpans(pairs);
      return [[section, name, first, last] as const];
    }),
  };
}

/** Stores the policy rules of one service. */
export function compactRules(snapshots: readonly Snapshot[], releases: readonly ReleaseName[]): RuleFile {
  const checks = new Interned<string>();
  const scopes = new Interned<readonly string[]>();
  const operations = new Interned<readonly string[]>();
  const deprecated = new Interned<RuleFile['deprecated'][number]>();
  const rare = new Interned<RareFacts>();
  const facts = new Interned<RuleFactRow>();
  const spans = new Map<string, [number, number][]>();
  for (const snapshot of inOrder(snapshots, releases)) {
    for (const rule of sortByKey(snapshot.rules, (each) => each.name)) {
      const fact = facts.positionOf([
        checks.positionOf(rule.check),
        scopes.positionOf(rule.scopeTypes),
        operations.positionOf(rule.operations.map(({ method, path }) => `${method} ${path}`)),
        deprecated.positionOf(rule.deprecatedRule),
        rare.positionOf(rareFactsOf(rule)),
      ]);
      append(spans, rule.name, [releases.indexOf(snapshot.release), fact]);
    }
  }
  const rules = [...spans].sort(byKey).map(([name, pairs]): RuleRow => [name, ...joinSpans(pairs)]);
  return {
    service: serviceOf(snapshots),
    releases,
    checks: checks.list,
    scopes: scopes.list,
    operations: operations.list,
    deprecated: deprecated.list,
    rare: rare.list,
    facts: facts.list,
    rules,
  };
}

/** JSON with one option or rule a line: a change of the data reads well in a review, and rows.ts finds a row without reading the others. */
export function printColumns(file: OptionFile | RuleFile): string {
  const lines = Object.entries(file).map(([key, value]) => {
    const isTable = Array.isArray(value) && (key === 'options' || key === 'rules');
    const text = isTable ? `[\n${value.map((row) => JSON.stringify(row)).join(',\n')}\n]` : JSON.stringify(value);
    return `${JSON.stringify(key)}:${text}`;
  });
  return `{\n${lines.join(',\n')}\n}\n`;
}

function flagsOf(option: OptionSnapshot): number {
  return (
    (option.secret ? optionFlags.secret : 0) |
    (option.required ? optionFlags.required : 0) |
    (option.deprecatedForRemoval ? optionFlags.deprecatedForRemoval : 0) |
    (option.owner === 'library' ? optionFlags.library : 0) |
    (option.perBackend ? optionFlags.perBackend : 0) |
    (option.certainty === 'sample' ? optionFlags.sample : 0) |
    (option.certainty === 'inferred' ? optionFlags.inferred : 0)
  );
}

function rareFactsOf(row: OptionSnapshot | RuleSnapshot): RareFacts | undefined {
  const rare: RareFacts = {
    ...(row.addedInPointRelease !== undefined && { addedInPointRelease: row.addedInPointRelease }),
    ...('defaultAtFirstRelease' in row && { defaultAtFirstRelease: row.defaultAtFirstRelease ?? null }),
    ...('checkAtFirstRelease' in row && row.checkAtFirstRelease !== undefined
      ? { checkAtFirstRelease: row.checkAtFirstRelease }
      : {}),
  };
  return Object.keys(rare).length === 0 ? undefined : rare;
}

function inOrder(snapshots: readonly Snapshot[], releases: readonly ReleaseName[]): Snapshot[] {
  return [...snapshots].sort((a, b) => releases.indexOf(a.release) - releases.indexOf(b.release));
}

function serviceOf(snapshots: readonly Snapshot[]): OptionFile['service'] {
  const service = snapshots[0]?.service;
  if (service === undefined) throw new RangeError('no snapshot to store');
  return service;
}

function append(map: Map<string, [number, number][]>, key: string, pair: [number, number]): void {
  const pairs = map.get(key);
  if (pairs === undefined) map.set(key, [pair]);
  else pairs.push(pair);
}

function keyOf(option: OptionSnapshot): string {
  return `${option.section ?? ''}\n${option.name}`;
}

function sortByKey<T>(rows: readonly T[], key: (row: T) => string): T[] {
  return [...rows].sort((a, b) => compareText(key(a), key(b)));
}

function byKey(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return compareText(a[0], b[0]);
}
