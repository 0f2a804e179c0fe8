// What a policy rule is in a release: its check string in the code, its scopes and the calls it guards.
import { describeRelease } from '../releases';
import type { ReleaseName, RuleFacts, Service } from '../types';
import { readRuleFile } from './files';
import type { RuleFile, RuleRow } from './format';
import { joinRanges } from './table';

interface RuleTable {
  readonly file: RuleFile;
  readonly byName: ReadonlyMap<string, RuleRow>;
  readonly expanded: Map<string, RuleFacts>;
  /** Every rule of a release, once somebody asked: each region of a fleet asks again. */
  readonly lists: Map<ReleaseName, readonly RuleFacts[]>;
}

const tables = new Map<Service, RuleTable>();

function openRules(service: Service): RuleTable {
  let table = tables.get(service);
  if (table === undefined) {
    const file = readRuleFile(service);
    table = { file, byName: new Map(file.rules.map((row) => [row[0], row])), expanded: new Map(), lists: new Map() };
    tables.set(service, table);
  }
  return table;
}

/** The facts of a rule, or undefined when the release has no such rule and a line for it in a policy file guards nothing. */
export function findRule(service: Service, name: string, release: ReleaseName): RuleFacts | undefined {
  const table = openRules(service);
  const row = table.byName.get(name);
  return row && expandRule(table, row, release);
}

/** Every rule of a release, sorted by name. Rules of the placement service, once in nova's tree, are not among them. */
export function listRules(service: Service, release: ReleaseName): readonly RuleFacts[] {
  const table = openRules(service);
  let rules = table.lists.get(release);
  if (rules === undefined) {
    rules = table.file.rules.flatMap((row) => expandRule(table, row, release) ?? []);
    table.lists.set(release, rules);
  }
  return rules;
}

/** `[first, last]` releases that have the rule; empty when none ever had (`import_image`). */
export function ruleReleases(
  service: Service,
  name: string,
): readonly (readonly [first: ReleaseName, last: ReleaseName])[] {
  const { file, byName } = openRules(service);
  const row = byName.get(name);
  return row === undefined ? [] : joinRanges(row.slice(1).map(Number), file.releases);
}

function expandRule(table: RuleTable, row: RuleRow, release: ReleaseName): RuleFacts | undefined {
  const ordinal = describeRelease(release).ordinal;
  for (let at = 1; at + 2 < row.length; at += 3) {
    if (ordinal < Number(row[at]) || ordinal > Number(row[at + 1])) continue;
    const key = `${row[0]}\n${row[at + 2]}`;
    let facts = table.expanded.get(key);
    if (facts === undefined) {
      facts = factsOf(table.file, row[0], Number(row[at + 2]));
      table.expanded.set(key, facts);
    }
    return facts;
  }
  return undefined;
}

function factsOf(file: RuleFile, name: string, position: number): RuleFacts {
  const [check = -1, scopes = -1, operations = -1, deprecated = -1, rare = -1] = file.facts[position] ?? [];
  const text = file.checks[check];
  if (text === undefined) throw new RangeError(`stored rule without a check: ${name}`);
  const deprecatedRule = file.deprecated[deprecated];
  const { addedInPointRelease, checkAtFirstRelease } = file.rare[rare] ?? {};
  return {
    service: file.service,
    name,
    check: text,
    scopeTypes: file.scopes[scopes] ?? [],
    operations: (file.operations[operations] ?? []).map((operation) => {
      const space = operation.indexOf(' ');
      return { method: operation.slice(0, space), path: operation.slice(space + 1) };
    }),
    ...(deprecatedRule !== undefined && { deprecatedRule: { ...deprecatedRule, since: deprecatedRule.since ?? '' } }),
    ...(addedInPointRelease !== undefined && { addedInPointRelease }),
    ...(checkAtFirstRelease !== undefined && { checkAtFirstRelease }),
  };
}
