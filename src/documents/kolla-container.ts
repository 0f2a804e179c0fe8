// Reads config.json of kolla: which files of a directory on the host its container gets, where, and what it starts.
import { posix } from 'node:path';
import { IntentProblems, problem } from '../problems';
import { matchGlob } from './glob';

/** One entry of `config_files`, as `kolla_set_configs` copies it before the program starts. */
interface Copy {
  /** Below the directory on the host; wildcards of the shell count. */
  readonly source: string;
  /** Absolute, in the container; with a slash at its end it is the directory that the source goes into under its own name. */
  readonly destination: string;
  /** True when a directory that is there already keeps what the source does not have. */
  readonly merges: boolean;
}

/** What a container is told. */
export interface KollaContainer {
  /** Words of the command that it starts. */
  readonly command: readonly string[];
  readonly copies: readonly Copy[];
}

/** Where the host's directory is mounted. */
const mounted = '/var/lib/kolla/config_files/';

/** @throws IntentProblems when it is no JSON, or not what kolla writes: the container does not start with it. */
export function parseKollaContainer(text: string, file: string): KollaContainer {
  const refuse = (got: string): never => {
    const facts = { got, wanted: 'config.json as kolla-ansible writes it: command and config_files' };
    throw new IntentProblems([problem('unreadable', { file }, facts)]);
  };
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return refuse('text that is no JSON');
  }
  const { command, config_files: listed = [] } = (content ?? {}) as Record<string, unknown>;
  if (typeof command !== 'string' || !Array.isArray(listed)) return refuse('no command, or no list of config_files');
  const copies = listed.map((one): Copy => {
    const { source, dest, merge } = (one ?? {}) as Record<string, unknown>;
    if (typeof source !== 'string' || typeof dest !== 'string') return refuse('an entry without source or dest');
    return { source, destination: dest, merges: merge === true };
  });
  const own = copies.filter(({ source }) => source.startsWith(mounted));
  return {
    command: command.split(/\s+/).filter((word) => word !== ''),
    copies: own.map((copy) => ({ ...copy, source: copy.source.slice(mounted.length) })),
  };
}

/** What stands where in the container: absolute paths, each with that of the host's directory. */
export function copyFiles({ copies }: KollaContainer, paths: readonly string[]): ReadonlyMap<string, string> {
  const placed = new Map<string, string>();
  for (const { source, destination, merges } of copies) {
    for (const [name, rests] of findSources(source, paths)) {
      // A source that ends with a slash has no name of its own.
      const own = source.endsWith('/') ? '' : posix.basename(name);
      const into = destination.endsWith('/') ? posix.join(destination, own) : destination;
      const target = posix.normalize(into).replace(/\/$/, '');
      // What was there is deleted first, with all that lies below it.
      const isReplaced = (path: string) => path === target || (!merges && path.startsWith(`${target}/`));
      for (const path of [...placed.keys()].filter(isReplaced)) placed.delete(path);
      for (const rest of rests) placed.set(target + rest, name + rest);
    }
  }
  return placed;
}

/** What a source names, wildcards included, each with what lies below it: '' for a file. */
function findSources(source: string, paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const pattern = source.replace(/\/+$/, '');
  const depth = pattern.split('/').length;
  const found = new Map<string, string[]>();
  for (const path of paths) {
    const name = path.split('/').slice(0, depth).join('/');
    if (matchGlob(pattern, name)) found.set(name, [...(found.get(name) ?? []), path.slice(name.length)]);
  }
  return found;
}
