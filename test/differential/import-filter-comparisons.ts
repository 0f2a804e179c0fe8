// What the emulators of Glance's import filter say, beside the validator and the fetching code of a real Glance.
import type { ConnectTarget } from '../../src/emulators/url/connect-answer';
import { type FilterLevel, validateImportUri } from '../../src/emulators/url/import-filter';
import { defaultImportFilter, type ImportFilterOptions } from '../../src/emulators/url/import-filter-options';
import type { PythonVersion } from '../../src/emulators/url/python';
import { createOfflineResolver } from '../../src/emulators/url/resolver';
import { rollLocation, rollUrl } from '../real/url-cases';
import { type Comparison, differOf } from './comparison';
import { followImport } from './follow-import';
import type { KnownDifference } from './known-differences';
import { rollMany } from './url-comparisons';

const names: Record<string, string[]> = {
  localhost: ['127.0.0.1', '::1'],
  'inner.example.org': ['169.254.169.254', 'fe80::1', '::ffff:127.0.0.1', '10.0.0.5', '198.51.100.7'],
  'metadata.google.internal': ['169.254.169.254'],
};
/** Where the witness's name server leads every other name. */
const elsewhere = '192.0.2.77';

const filters: readonly ImportFilterOptions[] = [
  defaultImportFilter,
  {
    ...defaultImportFilter,
    disallowedHosts: ['169.254.169.254', '127.0.0.1', 'localhost', '::1', '10.0.0.5', '::ffff:a9fe:a9fe'],
  },
  {
    ...defaultImportFilter,
    allowedSchemes: ['https'],
    allowedHosts: ['images.example.org', 'localhost'],
    allowedPorts: [443],
  },
  {
    ...defaultImportFilter,
    allowedSchemes: [],
    disallowedSchemes: ['ftp', 'file'],
    allowedPorts: [],
    disallowedPorts: [443],
  },
  {
    ...defaultImportFilter,
    allowedSchemes: [],
    allowedPorts: [],
    allowedHosts: ['::1', '10.0.0.5', 'inner.example.org'],
    disallowedHosts: ['::1'],
  },
];

interface Submission {
  readonly url: string;
  /** Place in the list of filters: a smaller case keeps it. */
  readonly filter: number;
}

/** The verdict on a URL at submit time, and the address that a pinning Glance keeps. */
export function compareVerdicts(python: PythonVersion, level: FilterLevel): Comparison<Submission> {
  const resolver = createOfflineResolver('libc', Object.entries(names));
  return {
    title: 'import filter',
    make: (count, seed) => rollMany(count, seed, (dice) => ({ url: rollUrl(dice), filter: dice.roll(filters.length) })),
    question: ({ url, filter }) => ({ url, names, filter: inOptionNames(filterAt(filter)) }),
    differ: ({ url, filter }, real) => {
      const answer = validateImportUri(url, filterAt(filter), level, { python, resolver });
      const isPinned = level === 'pinning' && answer.verdict === 'pass';
      const ours = {
        verdict: answer.verdict,
        ...(answer.error === null ? {} : { error: answer.error }),
        ...(isPinned ? { pinned: answer.pinnedAddress ?? elsewhere } : {}),
      };
      return differOf(
        ours,
        real,
        hasSplitSurrogates(url) ? ('url-split-surrogates' satisfies KnownDifference) : undefined,
      );
    },
  };
}

interface Fetch extends Submission {
  readonly redirects: readonly string[];
}

/** Every connection of an import whose server redirects. */
export function compareImports(python: PythonVersion, level: FilterLevel): Comparison<Fetch> {
  const resolver = createOfflineResolver('libc', Object.entries(names));
  return {
    title: 'import with redirects',
    make: (count, seed) =>
      rollMany(count, seed, (dice) => ({
        url: dice.roll(3) === 0 ? rollUrl(dice) : `${dice.pick(['http', 'https'])}://images.example.org/x`,
        redirects: Array.from({ length: dice.roll(4) }, () => rollLocation(dice).replace(/[\r\n]/g, '')),
        filter: dice.roll(filters.length),
      })),
    question: ({ url, redirects, filter }) => ({ url, redirects, names, filter: inOptionNames(filterAt(filter)) }),
    differ: ({ url, redirects, filter }, real) => {
      const chain = redirects.map((location) => ({ location }));
      const run = followImport(url, chain, filterAt(filter), level, { python, resolver });
      if (run.hops.length === 1 && run.hops[0]?.target === null)
        return differOf({ connects: [], error: 'submit' }, real);
      const targets = run.hops.flatMap(({ target }) => (target === null ? [] : [target]));
      const first = targets[0]?.protocol;
      const isFtp = targets.at(-1)?.protocol === 'ftp';
      const error = isFtp ? 'ftp' : (run.error ?? (run.outcome === 'failed' ? 'connect' : null));
      const ours = { connects: targets.flatMap((target) => nameConnect(target, level)), error };
      if (first === 'data' || first === 'file')
        return differOf(ours, real, 'url-other-protocol' satisfies KnownDifference);
      const isExhausted = level === 'pinning' && run.outcome === 'failed' && isSameButName(ours, real);
      return differOf(ours, real, isExhausted ? ('url-exhausted' satisfies KnownDifference) : undefined);
    },
  };
}

/** Whether halves of a character come together only once tabs and line breaks are gone. */
function hasSplitSurrogates(url: string): boolean {
  return /[\ud800-\udbff][\t\r\n]+[\udc00-\udfff]/.test(url);
}

function isSameButName(ours: object, real: object): boolean {
  return differOf({ ...ours, error: 'ImportTaskError' }, real) === null;
}

// The witness leads unknown names elsewhere, and a pinned address is what gets connected to.
function nameConnect({ connectsTo, address }: ConnectTarget, level: FilterLevel): string[] {
  if (connectsTo === null) return [];
  const colon = connectsTo.lastIndexOf(':');
  const isName = address === null && !connectsTo.slice(0, colon).includes(':');
  return [level === 'pinning' && isName ? `${elsewhere}${connectsTo.slice(colon)}` : connectsTo];
}

function filterAt(index: number): ImportFilterOptions {
  return filters[index] ?? defaultImportFilter;
}

function inOptionNames(filter: ImportFilterOptions): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(filter).map(([name, value]) => [name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`), value]),
  );
}
