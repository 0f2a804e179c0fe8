// Plays nftables files into the ruleset the kernel would hold: tables merged, deleted and flushed in file order.
import type { NftChain, NftDocument, NftRemoval, NftRule, NftSet, NftTable } from '../../documents/nftables/types';
import type { Source } from '../../documents/types';

/** A table after loading. */
export interface LoadedTable {
  readonly family: string;
  readonly chains: Map<string, LoadedChain>;
  readonly sets: Map<string, readonly NftSet[]>;
}

/** A chain after loading; a chain that several files write gets the rules of all. */
export interface LoadedChain {
  readonly name: string;
  readonly hook: NftChain['hook'];
  readonly rules: NftRule[];
  readonly at: Source;
}

/** What the kernel holds, or why that cannot be said. */
export interface LoadedRuleset {
  readonly tables: ReadonlyMap<string, LoadedTable>;
  /** A statement that may change the rules in a way that is not modelled; null when there is none. */
  readonly uncertainAt: Source | null;
}

const loaded = new WeakMap<object, LoadedRuleset>();

/** Loads one document or several in order, once for each object. A document with a fault that refuses to load adds nothing. */
export function loadRuleset(documents: NftDocument | readonly NftDocument[]): LoadedRuleset {
  const ruleset = loaded.get(documents) ?? playDocuments(isList(documents) ? documents : [documents]);
  loaded.set(documents, ruleset);
  return ruleset;
}

function isList(documents: NftDocument | readonly NftDocument[]): documents is readonly NftDocument[] {
  return Array.isArray(documents);
}

function playDocuments(documents: readonly NftDocument[]): LoadedRuleset {
  const tables = new Map<string, LoadedTable>();
  let uncertainAt: Source | null = null;
  const accepted = documents.filter((document) => !document.faults.some((fault) => fault.effect === 'refuses-to-load'));
  for (const statement of accepted.flatMap((document) => document.statements)) {
    if (statement.kind === 'table') {
      const at = addTable(tables, statement);
      uncertainAt ??= at;
    } else if (statement.kind === 'unknown') {
      // A definition changes nothing by itself; rules that use it are unknown on their own.
      if (!statement.text.startsWith('define ')) uncertainAt ??= statement.at;
    } else if (statement.kind !== 'note') removeRules(tables, statement);
  }
  const unended = accepted.flatMap(({ faults }) => faults)[0]?.at ?? null;
  return { tables, uncertainAt: uncertainAt ?? unended ?? [...tables.values()].map(findRefused).find(Boolean) ?? null };
}

/** Statements of one word that are not read: any other word alone is misspelt. */
const single: ReadonlySet<string> = new Set(['continue', 'notrack', 'masquerade', 'redirect', 'queue', 'last']);

/** What makes nft refuse the whole file: chains and sets that are not there, words that are none, networks in a set without intervals. */
function findRefused({ chains, sets }: LoadedTable): Source | null {
  const spread = [...sets.values()].find(
    (all) =>
      all.some(({ type, elements }) => type !== 'ifname' && elements.some((one) => /^[^ ]*[-/]/.test(one))) &&
      !all.some(({ flags }) => flags.includes('interval')),
  );
  const [rule] = [...chains.values()].flatMap((chain) =>
    chain.rules.filter((one) =>
      one.statements.some((statement) => {
        if (statement.kind === 'unknown') return /^[a-z]+$/.test(statement.text) && !single.has(statement.text);
        if (statement.kind === 'match') return statement.right.kind === 'set' && !sets.has(statement.right.name);
        return (statement.kind === 'jump' || statement.kind === 'goto') && !chains.has(statement.chain);
      }),
    ),
  );
  return spread?.[0]?.at ?? rule?.at ?? null;
}

/** Answers with the place of the first entry that is not modelled, if there is one. */
function addTable(tables: Map<string, LoadedTable>, { family, name, entries }: NftTable): Source | null {
  const key = `${family} ${name}`;
  const table = tables.get(key) ?? { family, chains: new Map(), sets: new Map() };
  tables.set(key, table);
  let uncertainAt: Source | null = null;
  for (const entry of entries) {
    if (entry.kind === 'set') table.sets.set(entry.name, [...(table.sets.get(entry.name) ?? []), entry]);
    else if (entry.kind === 'chain') addChain(table, entry);
    else if (entry.kind === 'unknown' && !isDeclaration(entry.text)) uncertainAt ??= entry.at;
  }
  return uncertainAt;
}

/** A table that is flushed keeps its chains without their rules; one that is deleted, and a whole ruleset that is flushed, is gone. */
function removeRules(tables: Map<string, LoadedTable>, { kind, table }: NftRemoval): void {
  if (table === null) {
    tables.clear();
    return;
  }
  const key = `${table.family} ${table.name}`;
  if (kind !== 'flush') tables.delete(key);
  else for (const chain of tables.get(key)?.chains.values() ?? []) chain.rules.length = 0;
}

/** Objects change no verdict by themselves. Flags do: a dormant table is not run, an owned one goes away with the nft process. */
function isDeclaration(text: string): boolean {
  return /^(?:comment|counter|quota|limit|map|ct helper|ct timeout|ct expectation|secmark|synproxy|flowtable)\b/.test(
    text,
  );
}

function addChain(table: LoadedTable, chain: NftChain): void {
  const known = table.chains.get(chain.name);
  const rules = chain.rules.filter((rule) => rule.kind === 'rule');
  const hook = chain.hook ?? known?.hook ?? null;
  table.chains.set(chain.name, {
    name: chain.name,
    hook,
    rules: [...(known?.rules ?? []), ...rules],
    at: known?.at ?? chain.at,
  });
}

const namedPriorities: ReadonlyMap<string, number> = new Map([
  ['raw', -300],
  ['mangle', -150],
  ['dstnat', -100],
  ['filter', 0],
  ['security', 50],
  ['srcnat', 100],
]);

/** The number behind `filter`, `-5`, `mangle + 10`; null when it cannot be read. */
export function readPriority(text: string): number | null {
  const parts = /^(?:([a-z]+)|(-?\d+))(?: ?([+-]) ?(\d+))?$/.exec(text);
  if (parts === null) return null;
  const base = parts[1] === undefined ? Number(parts[2]) : namedPriorities.get(parts[1]);
  return base === undefined ? null : base + Number(parts[4] ?? 0) * (parts[3] === '-' ? -1 : 1);
}
