// The rules in effect after loading: what files say, then the defaults of the code, with deprecated defaults beside them.
import type { CheckText } from '../../documents/policy/model';
import type { Source } from '../../documents/types';
import type { RuleFacts, Service } from '../../openstack/types';
import { type CheckTree, formatCheck } from './check-tree';
import { parseCheck } from './parse-check';

/** One rule that a policy file sets. */
export interface RuleOverride {
  readonly name: string;
  readonly check: CheckText;
  readonly at: Source;
}

/** Why a rule is what it is. */
export type RuleOrigin = 'override' | 'default' | 'default-or-deprecated' | 'override-of-deprecated-name';

/** One rule in effect. The tree is parsed when first asked for. */
export interface RuleInEffect {
  readonly name: string;
  /** The check text; for `default-or-deprecated` both defaults joined by "or". */
  readonly check: CheckText;
  /** Null: no file says it. */
  readonly at: Source | null;
  readonly origin: RuleOrigin;
  readonly tree: CheckTree;
}

/** What the table depends on. */
export interface RuleTableProps {
  readonly defaults: readonly RuleFacts[];
  /** In load order: a later one replaces an earlier one of the same name. */
  readonly overrides: readonly RuleOverride[];
  readonly enforceNewDefaults: boolean;
  readonly comparesChecks: boolean;
  readonly service: Service | undefined;
}

/** The rules in effect. Defaults are settled when asked for: a fleet of regions asks a handful of two hundred. */
export interface RuleTable {
  get(name: string): RuleInEffect | undefined;
  /** The code's own words on a rule; undefined when the service does not register it. */
  findFacts(name: string): RuleFacts | undefined;
  /** All rules in the order of oslo.policy: those of files, then defaults that no file names. */
  listAll(): ReadonlyMap<string, RuleInEffect>;
}

/** Builds the table. */
export function buildRuleTable(props: RuleTableProps): RuleTable {
  const { service, defaults } = props;
  const fromFiles = new Map<string, RuleInEffect>();
  for (const { name, check, at } of props.overrides) {
    fromFiles.set(
      name,
      describeRule(name, check, at, 'override', () => parseCheck(check, service)),
    );
  }
  const facts = indexDefaults(defaults);
  const settled = new Map<string, RuleInEffect>();
  const get = (name: string): RuleInEffect | undefined => {
    const known = fromFiles.get(name) ?? settled.get(name);
    if (known !== undefined) return known;
    const own = facts.get(name);
    if (own === undefined) return undefined;
    const rule = settleDefault(own, fromFiles, props);
    settled.set(name, rule);
    return rule;
  };
  const listAll = (): ReadonlyMap<string, RuleInEffect> => {
    const all = new Map(fromFiles);
    for (const { name } of defaults) {
      const rule = get(name);
      if (rule !== undefined) all.set(name, rule);
    }
    return all;
  };
  return { get, findFacts: (name) => facts.get(name), listAll };
}

const indexes = new WeakMap<readonly RuleFacts[], ReadonlyMap<string, RuleFacts>>();

/** One index per list of defaults: all regions of a release share the list. */
function indexDefaults(defaults: readonly RuleFacts[]): ReadonlyMap<string, RuleFacts> {
  let index = indexes.get(defaults);
  if (index === undefined) {
    index = new Map(defaults.map((facts) => [facts.name, facts]));
    indexes.set(defaults, index);
  }
  return index;
}

/** A default that no file names, as `_handle_deprecated_rule` leaves it. */
function settleDefault(
  facts: RuleFacts,
  fromFiles: ReadonlyMap<string, RuleInEffect>,
  { enforceNewDefaults, comparesChecks, service }: RuleTableProps,
): RuleInEffect {
  const { name, check, deprecatedRule } = facts;
  if (deprecatedRule !== undefined) {
    const renamed = deprecatedRule.name === name ? undefined : fromFiles.get(deprecatedRule.name);
    if (renamed !== undefined && renamed.at !== null) {
      const canonical = formatCheck(renamed.tree);
      const repeatsOldDefault = comparesChecks && isSameTree(renamed.tree, parseCheck(deprecatedRule.check, service));
      // The generated sample points the old name at the new rule; oslo.policy does not follow that back.
      if (!repeatsOldDefault && canonical !== `rule:${name}`) {
        return describeRule(name, renamed.check, renamed.at, 'override-of-deprecated-name', () => renamed.tree);
      }
    }
    if (!enforceNewDefaults && deprecatedRule.check !== check) {
      const joined = `(${check || '@'}) or (${deprecatedRule.check || '@'})`;
      return describeRule(name, joined, null, 'default-or-deprecated', () => ({
        kind: 'or',
        of: [parseCheck(check, service), parseCheck(deprecatedRule.check, service)],
      }));
    }
  }
  return describeRule(name, check, null, 'default', () => parseCheck(check, service));
}

function describeRule(
  name: string,
  check: CheckText,
  at: Source | null,
  origin: RuleOrigin,
  parse: () => CheckTree,
): RuleInEffect {
  let parsed: CheckTree | null = null;
  return {
    name,
    check,
    at,
    origin,
    get tree() {
      parsed ??= parse();
      return parsed;
    },
  };
}

/** Equality of checks since oslo.policy 5.1: by class and content. */
function isSameTree(a: CheckTree, b: CheckTree): boolean {
  return JSON.stringify(stripReasons(a)) === JSON.stringify(stripReasons(b));
}

function stripReasons(tree: CheckTree): unknown {
  switch (tree.kind) {
    case 'false':
    case 'leftover':
      return { kind: 'false' };
    case 'not':
      return { kind: 'not', of: stripReasons(tree.of) };
    case 'and':
    case 'or':
      return { kind: tree.kind, of: tree.of.map(stripReasons) };
    default:
      return tree;
  }
}
