// Plays nftables files into the ruleset the kernel would hold: tables merged, deleted and flushed in file order.
import type { NftChain, NftDocument, NftRemoval, NftTable } from '../../documents/nftables/types';
import type { Source } from '../../documents/types';
import { findNftDoubt } from './grammar';
import type { LoadedTable } from './loaded';

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
  const defined = new Set<string>();
  let uncertainAt: Source | null = null;
  const accepted = documents.filter((document) => !document.faults.some((fault) => fault.effect === 'refuses-to-load'));
  for (const statement of accepted.flatMap((document) => document.statements)) {
    if (statement.kind === 'table') {
      const at = addTable(tables, statement);
      uncertainAt ??= at;
    } else if (statement.kind === 'unknown') {
      // A definition changes nothing by itself; rules that use it are unknown on their own.
      const [, name] = /^define (\w+) = \S/.exec(statement.text) ?? [];
      if (name === undefined) uncertainAt ??= statement.at;
      else defined.add(name);
    } else if (statement.kind !== 'note') {
      uncertainAt ??= removeRules(tables, statement);
    }
    // What is deleted later was refused all the same.
    uncertainAt ??= statement.kind === 'table' ? null : findNftDoubt(tables, defined);
  }
  const unended = accepted.flatMap(({ faults }) => faults)[0]?.at ?? null;
  return { tables, uncertainAt: uncertainAt ?? unended ?? findNftDoubt(tables, defined) };
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

/**
 * A table that is flushed keeps its chains without their rules; one that is deleted, and a whole ruleset that is flushed, is gone. Answers with
 * the place where nft may refuse the file: what nothing declared may not be there, and `destroy` is younger than 1.0.6.
 */
function removeRules(tables: Map<string, LoadedTable>, { kind, table, at }: NftRemoval): Source | null {
  if (table === null) {
    tables.clear();
    return null;
  }
  const key = `${table.family} ${table.name}`;
  const isThere = tables.has(key) && kind !== 'destroy';
  if (kind !== 'flush') tables.delete(key);
  else for (const chain of tables.get(key)?.chains.values() ?? []) chain.rules.length = 0;
  return isThere ? null : at;
}

/** Objects change no verdict by themselves. Flags do: a dormant table is not run, an owned one goes away with the nft process. */
function isDeclaration(text: string): boolean {
  return /^(?:comment "|(?:counter|quota|limit|map|ct (?:helper|timeout|expectation)|secmark|synproxy) \w+ \{)/.test(
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
