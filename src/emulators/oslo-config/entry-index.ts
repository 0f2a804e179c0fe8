// Finds the entries of a document by section and key; built once per document, however many regions share it.
import { type IniDocument, type IniEntry, normalizeSection } from '../../documents/ini/model';

type EntryIndex = ReadonlyMap<string, ReadonlyMap<string, readonly IniEntry[]>>;

const indexes = new WeakMap<IniDocument, EntryIndex>();

/** Entries of one option in one document, in file order. Sections are compared as the service does, keys exactly. */
export function findEntries(document: IniDocument, section: string, key: string): readonly IniEntry[] {
  return indexOf(document).get(normalizeSection(section))?.get(key) ?? [];
}

function indexOf(document: IniDocument): EntryIndex {
  const known = indexes.get(document);
  if (known !== undefined) return known;
  const index = new Map<string, Map<string, IniEntry[]>>();
  for (const entry of document.entries) {
    if (entry.section === '') continue;
    const name = normalizeSection(entry.section);
    const section = index.get(name) ?? new Map<string, IniEntry[]>();
    index.set(name, section);
    const entries = section.get(entry.key);
    if (entries === undefined) section.set(entry.key, [entry]);
    else entries.push(entry);
  }
  indexes.set(document, index);
  return index;
}
