// `[import_filtering_opts]` of a cloud: the six lists as Glance holds them, and the line each of them stands on.
import type { Source } from '../../documents/types';
import { type FilterLevel, filterLevelOf } from '../../emulators/url/import-filter';
import type { ImportFilterOptions } from '../../emulators/url/import-filter-options';
import type { ConfiguredServices } from './configured-services';

/** The filter of one Glance. */
export interface GlanceImportFilter {
  readonly options: ImportFilterOptions;
  readonly level: FilterLevel;
  /** The line that sets an option (`allowed_hosts`); null when its default counts. */
  readonly at: (option: string) => Source | null;
  /** Lines with values that Glance cannot read: it starts with them, and every URL that it has to judge ends in an error. */
  readonly unreadable: readonly Source[];
}

const names = ['schemes', 'hosts', 'ports'].flatMap((noun) => [`allowed_${noun}`, `disallowed_${noun}`]);

/** Reads the filter. A value that Glance cannot read counts as empty here, and its line is among the unreadable ones. */
export function openImportFilter(cloud: ConfiguredServices): GlanceImportFilter {
  const config = cloud.config('glance');
  const read = (name: string) => config.get('import_filtering_opts', name);
  const texts = (name: string): string[] => (listOf(read(name).value) ?? []).map(String);
  const numbers = (name: string): number[] => (listOf(read(name).value) ?? []).map(Number);
  return {
    options: {
      allowedSchemes: texts('allowed_schemes'),
      disallowedSchemes: texts('disallowed_schemes'),
      allowedHosts: texts('allowed_hosts'),
      disallowedHosts: texts('disallowed_hosts'),
      allowedPorts: numbers('allowed_ports'),
      disallowedPorts: numbers('disallowed_ports'),
    },
    level: filterLevelOf(cloud.level('glance')),
    at: (option) => read(option).at,
    unreadable: names.flatMap((name) => {
      const { error, at } = read(name);
      return error === null || at === null ? [] : [at];
    }),
  };
}

function listOf(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}
