// Reads a command's options, with the ones that several commands share.

import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { CloudVersions } from '../checks/cloud/configured-services';
import { findNearest } from '../intent/nearest';
import { findReleaseOfSeries, isRelease, releaseNames } from '../openstack/releases';
import type { Launcher, ReleaseName, Service } from '../openstack/types';
import { type Problem, printable, problem } from '../problems';
import { isTerminal } from './streams';

/** A command line that cannot be understood. */
export class UsageError extends Error {
  readonly problem: Problem;

  /** `fix`: what to write instead; default: see the help. */
  constructor(got: string, wanted: string, fix?: string) {
    super(`got ${printable(got)}; wanted ${wanted}`);
    this.name = 'UsageError';
    this.problem = problem('usage', { file: 'command line' }, { got, wanted, ...(fix !== undefined && { fix }) });
  }
}

/** As asked for: without a launcher the init script or the container of the tree says it, and uwsgi is judged where there is none. */
export type AskedVersions = Omit<CloudVersions, 'launcher'> & { readonly launcher: Launcher | undefined };

/** For a `word` that is none of `known`; names the one that is near. `what` says what it was to be: a release, say. */
export function refuseWord(what: string, word: string, known: readonly string[]): UsageError {
  const near = findNearest(word, known);
  const wanted = `one of ${known.join(', ')}`;
  return new UsageError(`${what}${word}`, wanted, near === null ? undefined : `did you mean ${near}?`);
}

type OptionsConfig = NonNullable<ParseArgsConfig['options']>;

/** Values by option name, and positionals. */
export type ReadOptions<O extends OptionsConfig> = ReturnType<
  typeof parseArgs<{ options: typeof sharedOptions & O; allowPositionals: true; strict: true }>
>;

/** Options that every command accepts. */
export const sharedOptions = {
  'no-color': { type: 'boolean' },
  quiet: { type: 'boolean' },
} as const satisfies OptionsConfig;

/** Options that say which services run. */
export const versionOptions = {
  release: { type: 'string' },
  package: { type: 'string', multiple: true },
  launcher: { type: 'string' },
} as const satisfies OptionsConfig;

/** Parses arguments strictly. @throws UsageError for an option or a number of positionals that the command does not take. */
export function readOptions<const O extends OptionsConfig>(
  args: readonly string[],
  options: O,
  positionals: { readonly min: number; readonly max: number; readonly names: string },
): ReadOptions<O> {
  const parsed = parseStrictly(args, options);
  for (const [name, value] of Object.entries(parsed.values)) {
    // `--out "$OUT"` with nothing in it would mean the directory one is in.
    if ([value].flat().includes('')) throw new UsageError(`--${name} with an empty text`, `--${name} with a value`);
  }
  const count = parsed.positionals.length;
  if (count < positionals.min || count > positionals.max) {
    throw new UsageError(
      count === 0 ? 'no argument' : parsed.positionals.join(' '),
      positionals.names || 'no argument',
    );
  }
  return parsed;
}

function parseStrictly<const O extends OptionsConfig>(args: readonly string[], options: O): ReadOptions<O> {
  try {
    return parseArgs({
      args: [...args],
      options: { ...sharedOptions, ...options },
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    // Node's first sentence says what is wrong, its second how to escape a name that begins with a dash.
    const [got = ''] = (error as Error).message.split('. ');
    const known = Object.keys({ ...sharedOptions, ...options }).map((name) => `--${name}`);
    const near = findNearest(/^Unknown option '(--[^']+)'/.exec(got)?.[1] ?? '', known);
    const wanted = `of options only ${known.sort().join(', ')}`;
    throw new UsageError(got, wanted, near === null ? undefined : `did you mean ${near}?`);
  }
}

/** `--release R`. @throws UsageError when it is not a release of the catalogue. */
export function readRelease(text: string): ReleaseName {
  if (isRelease(text)) return text;
  const called = findReleaseOfSeries(text);
  if (called === undefined) throw refuseWord('release ', text, releaseNames);
  throw new UsageError(`release ${text}`, `one of ${releaseNames.join(', ')}`, `did you mean ${called}?`);
}

/** `--launcher L`; `wsgi` means uwsgi. */
export function readLauncher(text: string | undefined): Launcher {
  const name = text === undefined || text === 'wsgi' ? 'uwsgi' : text;
  if (name === 'uwsgi' || name === 'mod_wsgi' || name === 'eventlet') return name;
  throw refuseWord('launcher ', name, ['uwsgi', 'mod_wsgi', 'eventlet']);
}

/** `--package SERVICE=VERSION`, repeatable. */
export function readPackages(texts: readonly string[] | undefined): Partial<Record<Service, string>> {
  const packages: Partial<Record<Service, string>> = {};
  for (const text of texts ?? []) {
    const match = /^(glance|nova|cinder)=(.+)$/.exec(text);
    if (!match) throw new UsageError(`--package ${text}`, 'glance=VERSION, nova=VERSION or cinder=VERSION');
    packages[match[1] as Service] = match[2] as string;
  }
  return packages;
}

/** `--format F` among those that the command knows. */
export function readFormat<const F extends string>(text: string | undefined, known: readonly [F, ...F[]]): F {
  const format = known.find((name) => name === (text ?? known[0]));
  if (format === undefined) throw refuseWord('format ', text ?? '', known);
  return format;
}

/** Whether results are coloured: on a terminal, unless `--no-color` or NO_COLOR says otherwise. */
export function showsColor(isPlain: boolean): boolean {
  return !isPlain && isTerminal(1) && !process.env.NO_COLOR;
}
