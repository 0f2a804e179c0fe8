// What a service holds after it read its files: the value of each option, where it came from, and what it hides.
import { type IniDocument, type IniEntry, normalizeSection } from '../../documents/ini/model';
import { parseValue, parseValues } from '../../documents/ini/values/parse-value';
import type { ParsedValue } from '../../documents/ini/values/parsed';
import type { Fault, Source } from '../../documents/types';
import type { OptionFacts, OptionValue } from '../../openstack/types';
import { printable } from '../../problems';
import { findEntries } from './entry-index';
import { writePythonText } from './python-str';
import { type ReferredText, substituteReferences } from './substitute';

/** What the release says about an option; it may also answer to a deprecated name, with the facts of the present one. */
export type OptionLookup = (section: string, option: string) => OptionFacts | undefined;

/** One option as the running service holds it. */
export interface EffectiveOption {
  /** Undefined when there is an error, when the default, or one that it refers to, is computed at run time, or when nothing is known and nothing is set. */
  readonly value: OptionValue | undefined;
  /** Why the service cannot read the value: it raises ConfigFileValueError or fails on a `$name`. Null when it can. */
  readonly error: string | null;
  /** The winning text before substitution; null when the default counts. */
  readonly raw: string | null;
  /** The winning line; for an option of many values the last line of the strongest file. Null: the default. */
  readonly at: Source | null;
  readonly isDefault: boolean;
  /** False when the lookup knows no such option: the service ignores the line, and `value` is only its text. */
  readonly isKnown: boolean;
  /** Lines that set the same option and lose, strongest first. Empty for an option of many values, where every line counts. */
  readonly shadows: readonly { readonly at: Source; readonly raw: string }[];
}

/** The files of one service, merged. */
export interface EffectiveConfig {
  /** The option under its present name; deprecated names in the files are honoured. Computed on demand and remembered. */
  get(section: string, option: string): EffectiveOption;
  /**
   * Faults of the files, and one `refuses-to-load` for every known option whose text the service cannot read. Glance, Nova
   * and Cinder log or read their options at start, so such a value keeps them from starting.
   */
  readonly faults: readonly Fault[];
}

/**
 * Merges documents as oslo.config does: later files win, in one file the last line wins and the present name beats a
 * deprecated one, while a deprecated name in a stronger file beats the present name in a weaker one.
 *
 * @param documents weakest first, the order of `filesRead`.
 */
export function effectiveConfig(documents: readonly IniDocument[], lookup: OptionLookup): EffectiveConfig {
  return new MergedFiles(documents, lookup);
}

class MergedFiles implements EffectiveConfig {
  private readonly strongestFirst: readonly IniDocument[];
  private readonly options = new Map<string, EffectiveOption>();
  private readonly beingRead = new Set<string>();
  private knownFaults: readonly Fault[] | undefined;
  /** Whether the value that is being read refers to a default that is computed at run time, such as `$my_ip`. */
  private refersToUnknown = false;

  constructor(
    private readonly documents: readonly IniDocument[],
    private readonly lookup: OptionLookup,
  ) {
    this.strongestFirst = [...documents].reverse();
  }

  get(section: string, option: string): EffectiveOption {
    const id = `${normalizeSection(section)}\n${option}`;
    const known = this.options.get(id);
    if (known !== undefined) return known;
    const computed = this.computeOption(section, option, id);
    this.options.set(id, computed);
    return computed;
  }

  get faults(): readonly Fault[] {
    this.knownFaults ??= [...this.documents.flatMap((document) => document.faults), ...this.findUnreadableValues()];
    return this.knownFaults;
  }

  private computeOption(section: string, option: string, id: string): EffectiveOption {
    const facts = this.lookup(section, option);
    const found = this.collectEntries(section, option, facts);
    const winner = found[0];
    const raw = winner?.value ?? null;
    const isMany = facts?.type.kind === 'multi';
    const place = {
      raw,
      at: winner?.at ?? null,
      isDefault: winner === undefined,
      isKnown: facts !== undefined,
      shadows: isMany ? [] : found.slice(1).map(({ at, value }) => ({ at, raw: value })),
    };
    if (facts === undefined) return { ...place, value: raw ?? undefined, error: null };
    if (winner === undefined && facts.default === undefined) return { ...place, value: undefined, error: null };

    this.beingRead.add(id);
    const outer = this.refersToUnknown;
    this.refersToUnknown = false;
    const parsed =
      winner === undefined
        ? this.readDefault(facts, section)
        : this.readTexts(facts, section, isMany ? found.map((entry) => entry.value).reverse() : [winner.value]);
    this.beingRead.delete(id);
    const isUnknown = this.refersToUnknown;
    this.refersToUnknown = outer;
    if (isUnknown) return { ...place, value: undefined, error: null };
    return parsed.ok
      ? { ...place, value: parsed.value, error: null }
      : { ...place, value: undefined, error: parsed.error };
  }

  /** Strongest first: file by file, in a file name by name, under a name the last line first. */
  private collectEntries(section: string, option: string, facts: OptionFacts | undefined): IniEntry[] {
    const names = [{ section, name: option }];
    for (const old of facts?.deprecatedNames ?? []) names.push({ section: old.section ?? section, name: old.name });
    const found: IniEntry[] = [];
    for (const document of this.strongestFirst) {
      for (const { section: where, name } of names) {
        const entries = findEntries(document, where, name);
        for (let i = entries.length - 1; i >= 0; i -= 1) found.push(entries[i]!);
      }
    }
    return found;
  }

  private readTexts(facts: OptionFacts, section: string, raws: readonly string[]): ParsedValue {
    const texts: string[] = [];
    for (const raw of raws) {
      const substituted = this.substitute(raw, section);
      if (!substituted.ok) return substituted;
      texts.push(substituted.text);
    }
    return parseValues(facts.type, texts);
  }

  /** A default goes the same way as a text, item by item when it is a list. */
  private readDefault(facts: OptionFacts, section: string): ParsedValue {
    const { default: value, type } = facts;
    if (typeof value === 'string') return this.readTexts(facts, section, [value]);
    if (!Array.isArray(value) || (type.kind !== 'list' && type.kind !== 'multi'))
      return { ok: true, value: value ?? null };
    const items: OptionValue[] = [];
    for (const item of value as readonly OptionValue[]) {
      const substituted = typeof item === 'string' ? this.substitute(item, section) : undefined;
      if (substituted?.ok === false) return substituted;
      const parsed = substituted === undefined ? undefined : parseValue(type.item, substituted.text);
      if (parsed?.ok === false) return parsed;
      items.push(parsed?.value ?? item);
    }
    return { ok: true, value: items };
  }

  private substitute(value: string, section: string): ReferredText {
    return substituteReferences(value, section, (where, option) => this.readReference(where, option));
  }

  private readReference(section: string, option: string): ReferredText | undefined {
    const facts = this.lookup(section, option);
    if (facts === undefined || facts.name !== option) return undefined;
    if (this.beingRead.has(`${normalizeSection(section)}\n${option}`)) {
      return { ok: false, error: `"$${printable(option, 60)}" refers to itself` };
    }
    const { value, error } = this.get(section, option);
    if (error !== null) return { ok: false, error };
    if (value === undefined) this.refersToUnknown = true;
    return { ok: true, text: writePythonText(facts.type, value ?? null) };
  }

  private findUnreadableValues(): Fault[] {
    const faults: Fault[] = [];
    const seen = new Set<string>();
    for (const document of this.documents) {
      for (const entry of document.entries) {
        const facts = this.lookup(entry.section, entry.key);
        if (facts === undefined) continue;
        const section = facts.name === entry.key ? entry.section : (facts.section ?? entry.section);
        const id = `${normalizeSection(section)}\n${facts.name}`;
        if (seen.has(id)) continue;
        seen.add(id);
        const { at, error } = this.get(section, facts.name);
        if (at === null || error === null) continue;
        const option = printable(`[${section}] ${facts.name}`, 80);
        faults.push({ at, effect: 'refuses-to-load', message: `${option} cannot be read: ${error}` });
      }
    }
    return faults;
  }
}
