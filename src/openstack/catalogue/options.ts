// What an option is in a release: look-up by section and name, old spellings included.
import type { OptionFacts, ReleaseName, Service } from '../types';
import { openOptionFile } from './files';
import type { OptionRow } from './format';
import { foldSection, OptionTable } from './table';

const tables = new Map<string, OptionTable>();

/** The options of a service; built on first use. */
export function openTable(service: Service): OptionTable {
  let table = tables.get(service);
  if (table === undefined) {
    table = new OptionTable(openOptionFile(service));
    tables.set(service, table);
  }
  return table;
}

/** The service's table, and for cinder the volume drivers after it, read only when the first did not answer. */
export function* openTables(service: Service): Generator<OptionTable> {
  yield openTable(service);
  if (service !== 'cinder') return;
  let drivers = tables.get('drivers');
  if (drivers === undefined) {
    drivers = new OptionTable(openOptionFile('drivers'));
    tables.set('drivers', drivers);
  }
  yield drivers;
}

/** Where the options of a back end's or store's own section are registered for everyone, by service. */
const sharedBackendSections = { glance: 'glance_store', nova: null, cinder: 'backend_defaults' } as const;

/** An option that a line in a file reaches. */
export interface FoundOption {
  readonly facts: OptionFacts;
  /** `deprecated`: the line uses an old spelling; `facts.section` and `facts.name` are today's. */
  readonly via: 'name' | 'deprecated';
}

/**
 * The option that a line reaches in a release, or undefined when the service would ignore the line.
 *
 * `section` null means the own section of a back end or store (any name out of `enabled_backends`). The case of a section does not
 * matter, that of a name does, and a dash never stands for an underscore: oslo.config compares the file's key with the option's dest.
 * An old spelling that the release still reads is found too; a current name wins over an old spelling.
 */
export function findOption(
  service: Service,
  section: string | null,
  name: string,
  release: ReleaseName,
): FoundOption | undefined {
  const shared = section === null ? sharedBackendSections[service] : null;
  for (const table of openTables(service)) {
    const facts = table.find(section, name, release) ?? (shared && table.find(shared, name, release));
    if (facts && (section !== null || shared === 'glance_store' || isOfBackend(facts))) return { facts, via: 'name' };
  }
  for (const table of openTables(service)) {
    const facts =
      table.findDeprecated(section, name, release) ?? (shared && table.findDeprecated(shared, name, release));
    if (facts) return { facts, via: 'deprecated' };
  }
  return undefined;
}

function isOfBackend(facts: OptionFacts): boolean {
  return facts.section === null || facts.perBackend === true;
}

/** Where a name lives, over all releases. */
export interface OptionHome {
  readonly section: string | null;
  readonly owner: 'service' | 'library';
  /** `[first, last]` releases. Library options: only those releases that are known. */
  readonly ranges: readonly (readonly [first: ReleaseName, last: ReleaseName])[];
}

/** Every section that has, or had, an option of this exact name: for lines in the wrong section. */
export function optionsNamed(service: Service, name: string): OptionHome[] {
  const homes: OptionHome[] = [];
  for (const table of openTables(service)) {
    for (const row of table.rowsNamed(name)) homes.push(homeOf(table, row));
  }
  return homes;
}

/** `[first, last]` releases in which the option exists under this exact section and name; empty when never. */
export function optionReleases(
  service: Service,
  section: string | null,
  name: string,
): readonly (readonly [first: ReleaseName, last: ReleaseName])[] {
  for (const table of openTables(service)) {
    const row = table.rowAt(section, name);
    if (row !== undefined) return table.rangesOf(row);
  }
  return [];
}

/** Every option of a release, sorted by section and name. Volume drivers only when asked for. */
export function listOptions(
  service: Service,
  release: ReleaseName,
  include: { readonly drivers?: boolean } = {},
): OptionFacts[] {
  const facts: OptionFacts[] = [];
  for (const table of include.drivers ? openTables(service) : [openTable(service)]) {
    for (const row of table.file.options) {
      const found = table.expand(row, release);
      if (found !== undefined) facts.push(found);
    }
  }
  return facts;
}

/** The names of a release's options, some more than once; volume drivers left out. */
export function listOptionNames(service: Service, release: ReleaseName): string[] {
  const table = openTable(service);
  return [...table.file.options].filter((row) => table.isIn(row, release)).map(([, name]) => name);
}

/**
 * Whether the option is printed in the sample file of the release while no code reads it there
 * (`[glance_download_opts] extra_properties`, zed to 2025.1): a line copied from the sample that does nothing.
 */
export function isOnlyInSample(service: Service, section: string, name: string, release: ReleaseName): boolean {
  const { sampleOnly, releases } = openTable(service).file;
  const ordinal = releases.indexOf(release);
  return sampleOnly.some(
    ([inSection, called, first, last]) =>
      called === name && foldSection(inSection) === foldSection(section) && ordinal >= first && ordinal <= last,
  );
}

function homeOf(table: OptionTable, row: OptionRow): OptionHome {
  const ranges = table.rangesOf(row);
  const last = ranges.at(-1)?.[1];
  const owner = (last && table.expand(row, last)?.owner) ?? 'service';
  return { section: table.sectionOf(row), owner, ranges };
}
