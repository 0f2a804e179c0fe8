// One stored file of options made searchable: its rows stand by section and name, and are expanded into facts on demand.
import { describeRelease } from '../releases';
import type { OptionFacts, ReleaseName } from '../types';
import type { OpenOptionFile } from './files';
import { type FactRow, factAt, type OptionRow, optionFlags } from './format';

/** The section as oslo.config compares it: case does not matter, but `DEFAULT` is itself only in capitals. */
export function foldSection(section: string): string {
  return section === 'DEFAULT' ? section : section.toLowerCase();
}

/** Key of an option for look-up; null is the section of whatever back end or store. */
function keyOf(section: string | null, name: string): string {
  return `${section === null ? '' : foldSection(section)}\n${name}`;
}

/** A searchable file of options. Expanded facts are kept: a fleet asks for the same options again and again. */
export class OptionTable {
  private readonly positions: ReadonlyMap<string, number>;
  private byDeprecatedKey: Map<string, OptionRow[]> | undefined;
  private oldNames: Set<string> | undefined;
  private byName: Map<string, OptionRow[]> | undefined;
  private readonly expanded = new Map<OptionRow, Map<number, OptionFacts>>();

  constructor(readonly file: OpenOptionFile) {
    this.positions = new Map(file.sections.map((section, position) => [foldSection(section), position]));
  }

  /** The section an option was registered in; null for the own section of a back end or store. */
  sectionOf(row: OptionRow): string | null {
    return row[0] === -1 ? null : (this.file.sections[row[0]] ?? null);
  }

  /** The row of an exact name, in whatever releases it exists. */
  rowAt(section: string | null, name: string): OptionRow | undefined {
    const position = section === null ? -1 : this.positions.get(foldSection(section));
    return position === undefined ? undefined : this.file.options.find(position, name);
  }

  /** The facts of an exact name in one release. */
  find(section: string | null, name: string, release: ReleaseName): OptionFacts | undefined {
    const row = this.rowAt(section, name);
    return row && this.expand(row, release);
  }

  /** The facts of the option that still reads this old spelling in the release. */
  findDeprecated(section: string | null, name: string, release: ReleaseName): OptionFacts | undefined {
    const key = keyOf(section, name);
    for (const row of this.rowsOnceAt(section, name)) {
      const facts = this.expand(row, release);
      const stillReads = facts?.deprecatedNames.some((old) => keyOf(old.section ?? facts.section, old.name) === key);
      if (stillReads) return facts;
    }
    return undefined;
  }

  /** Rows that read this old spelling in some release. */
  rowsOnceAt(section: string | null, name: string): readonly OptionRow[] {
    // Most names never were an old spelling: for those the index of all of them is not built.
    this.oldNames ??= new Set(this.file.deprecated.flatMap((list) => list.map((old) => old.name)));
    return this.oldNames.has(name) ? this.rowsOnceNamed(keyOf(section, name)) : [];
  }

  /** Rows of this name in any section, old spellings not included. */
  rowsNamed(name: string): readonly OptionRow[] {
    if (this.byName === undefined) {
      this.byName = new Map();
      for (const row of this.file.options) pushTo(this.byName, row[1], row);
    }
    return this.byName.get(name) ?? [];
  }

  /** What a row says in one release; undefined when the option does not exist there. */
  expand(row: OptionRow, release: ReleaseName): OptionFacts | undefined {
    const position = findPosition(row, release);
    return position === undefined ? undefined : this.factsOf(row, position);
  }

  /** Whether the option of a row exists in one release. */
  isIn(row: OptionRow, release: ReleaseName): boolean {
    return findPosition(row, release) !== undefined;
  }

  /** `[first, last]` release pairs in which the option exists; neighbouring spans with other facts are joined. */
  rangesOf(row: OptionRow): [ReleaseName, ReleaseName][] {
    return joinRanges(row.slice(2).map(Number), this.file.releases);
  }

  private rowsOnceNamed(key: string): readonly OptionRow[] {
    if (this.byDeprecatedKey === undefined) {
      this.byDeprecatedKey = new Map();
      for (const row of this.file.options) {
        const keys = new Set<string>();
        for (let at = 4; at < row.length; at += 3) {
          const position = factAt(this.file.facts, Number(row[at]))?.[3] ?? -1;
          for (const old of this.file.deprecated[position] ?? []) {
            keys.add(keyOf(old.section ?? this.sectionOf(row), old.name));
          }
        }
        for (const old of keys) pushTo(this.byDeprecatedKey, old, row);
      }
    }
    return this.byDeprecatedKey.get(key) ?? [];
  }

  private factsOf(row: OptionRow, position: number): OptionFacts {
    let ofRow = this.expanded.get(row);
    if (ofRow === undefined) {
      ofRow = new Map();
      this.expanded.set(row, ofRow);
    }
    let facts = ofRow.get(position);
    if (facts === undefined) {
      facts = expandFacts(this.file, this.sectionOf(row), row[1], factAt(this.file.facts, position));
      ofRow.set(position, facts);
    }
    return facts;
  }
}

/** Where the facts of a row stand that count in a release; undefined when the option does not exist there. */
function findPosition(row: OptionRow, release: ReleaseName): number | undefined {
  const ordinal = describeRelease(release).ordinal;
  for (let at = 2; at + 2 < row.length; at += 3) {
    if (ordinal >= Number(row[at]) && ordinal <= Number(row[at + 1])) return Number(row[at + 2]);
  }
  return undefined;
}

/** Joins `first, last, fact` triples whose releases touch. */
export function joinRanges(spans: readonly number[], releases: readonly ReleaseName[]): [ReleaseName, ReleaseName][] {
  const ranges: [number, number][] = [];
  for (let at = 0; at + 2 < spans.length; at += 3) {
    const [first = 0, last = 0] = spans.slice(at, at + 2);
    const previous = ranges.at(-1);
    if (previous !== undefined && previous[1] === first - 1) previous[1] = last;
    else ranges.push([first, last]);
  }
  return ranges.map(([first, last]) => [releases[first] as ReleaseName, releases[last] as ReleaseName]);
}

function expandFacts(
  file: OpenOptionFile,
  section: string | null,
  name: string,
  row: FactRow | undefined,
): OptionFacts {
  const [type = -1, value = -1, flags = 0, deprecated = -1, rare = -1] = row ?? [];
  const valueType = file.types[type];
  if (valueType === undefined) throw new RangeError(`stored option without a type: ${name}`);
  const { addedInPointRelease, defaultAtFirstRelease } = file.rare[rare] ?? {};
  return {
    service: file.service,
    section,
    name,
    type: valueType,
    default: file.values[value],
    secret: (flags & optionFlags.secret) !== 0,
    required: (flags & optionFlags.required) !== 0,
    deprecatedForRemoval: (flags & optionFlags.deprecatedForRemoval) !== 0,
    deprecatedNames: file.deprecated[deprecated] ?? [],
    owner: flags & optionFlags.library ? 'library' : 'service',
    ...(addedInPointRelease !== undefined && { addedInPointRelease }),
    ...(defaultAtFirstRelease !== undefined && { defaultAtFirstRelease }),
    ...(flags & optionFlags.perBackend ? { perBackend: true as const } : {}),
    ...(flags & optionFlags.sample ? { certainty: 'sample' as const } : {}),
    ...(flags & optionFlags.inferred ? { certainty: 'inferred' as const } : {}),
  };
}

function pushTo<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
