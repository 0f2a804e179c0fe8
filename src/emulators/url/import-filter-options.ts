// The words of Glance's `[import_filtering_opts]`: its six lists, and the rule that decided about a URL.

/** The six options of `[import_filtering_opts]`, already parsed. An empty list leaves its dimension unchecked. */
export interface ImportFilterOptions {
  readonly allowedSchemes: readonly string[];
  readonly disallowedSchemes: readonly string[];
  readonly allowedHosts: readonly string[];
  readonly disallowedHosts: readonly string[];
  readonly allowedPorts: readonly number[];
  readonly disallowedPorts: readonly number[];
}

/** What Glance uses when nothing is configured: schemes http and https, ports 80 and 443, every host. */
export const defaultImportFilter: ImportFilterOptions = {
  allowedSchemes: ['http', 'https'],
  disallowedSchemes: [],
  allowedHosts: [],
  disallowedHosts: [],
  allowedPorts: [80, 443],
  disallowedPorts: [],
};

/** The rule that decided. `list` is null when no list was involved. */
export interface DecidingRule {
  readonly dimension: 'scheme' | 'host' | 'port' | 'address' | 'shape';
  readonly list: 'allowed' | 'disallowed' | null;
}
