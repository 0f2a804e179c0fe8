// Which files of a tree a service really reads, and in which order: a file that nobody reads protects nobody.
import { posix } from 'node:path';
import type { Launcher, ReleaseName, Service } from '../../openstack/types';
import { compareText } from '../../problems';
import { type DefaultSources, findDefaultSources, programsOf } from './programs';

/** How the service is started, beyond the launcher. */
export interface StartFacts {
  /** `nova-compute`, `cinder-volume`, ...; absent: every program of the service, merged. */
  readonly program?: string;
  readonly release?: ReleaseName;
  /**
   * Arguments of the program, of which `--config-file` and `--config-dir` count. One of them replaces the default files
   * or directories; what it names is read last and so beats the default directories (measured).
   */
  readonly commandLine?: readonly string[];
  /** OS_GLANCE_CONFIG_DIR, where the WSGI application of glance looks for its files (read in 25.1.0 to 33.0.0). Default /etc/glance. */
  readonly configDirectory?: string;
  /** Directory of the tree that the program knows as /etc/SERVICE: it runs in a container. Default: the name of the service. */
  readonly home?: string;
}

/** What is read, and what only looks as if it were. */
export interface FilesRead {
  /** Weakest first: the same option in a later file wins. */
  readonly read: readonly string[];
  /** Files of this service in oslo.config's format that the service never opens. */
  readonly unread: readonly { readonly file: string; readonly because: string }[];
  /**
   * Directories in which a file is looked for that an option names (policy_file, property_protection_file), the first that has it first:
   * those of `--config-dir`, then where each file was read, the last one first, then the service's own and /etc, which is ''.
   */
  readonly beside: readonly string[];
}

/** As oslo.config's find_file searches (run in 9.0.0, 9.7.1 and 10.7.0). @param own the service's directory. @param opened files in the order they are opened. */
export function listBeside(
  own: string,
  opened: readonly string[],
  directories: readonly string[] = [],
): readonly string[] {
  const homes = opened.map((file) => file.slice(0, Math.max(0, file.lastIndexOf('/')))).reverse();
  return [...new Set([...directories, ...homes, own, ''])];
}

/**
 * Sorts the files of a tree laid out like /etc (`glance/glance-api.conf`) into read and unread.
 * Files in the home directory of the service user, which oslo.config would find first, are outside the tree.
 */
export function filesRead(
  service: Service,
  launcher: Launcher,
  paths: readonly string[],
  start: StartFacts = {},
): FilesRead {
  const present = new Set(paths);
  const byDirectory = groupByDirectory(paths);
  const programs = start.program === undefined ? programsOf[service] : [start.program];
  const sources = programs.map((program) => findDefaultSources(service, program, launcher, start.release));
  // The WSGI application of glance ignores its command line.
  const isDeaf = service === 'glance' && launcher !== 'eventlet';
  const own = start.home ?? service;
  const named = isDeaf ? [] : readCommandLine(start.commandLine ?? [], service, own);
  const hasFiles = named.some(({ kind }) => kind === 'file');
  const hasDirectories = named.some(({ kind }) => kind === 'directory');

  const read = new Set<string>();
  const opened: string[] = [];
  const readDirectories = new Set<string>();
  const readDirectory = (directory: string): void => {
    readDirectories.add(directory);
    const files = (byDirectory.get(directory) ?? []).filter((file) => /(^|\/)[^/.][^/]*\.conf$/.test(file));
    for (const file of files.sort(comparePaths)) append(read, file);
  };
  if (!hasFiles) {
    for (const file of inCommonOrder(sources.map(({ files }) => files))) {
      const isSearched = sources.some((source) => source.isSearched && source.files.includes(file));
      const home = isDeaf && start.configDirectory !== undefined ? belowEtc(start.configDirectory.trim()) : own;
      const found = [posix.join(home, file), ...(isSearched ? [file] : [])].find((path) => present.has(path));
      if (found !== undefined) {
        append(read, found);
        opened.push(found);
      }
    }
  }
  if (!hasDirectories) {
    for (const name of inCommonOrder(sources.map(({ directories }) => directories))) {
      const found = [`${own}/${name}`, name].find((path) => byDirectory.has(path));
      if (found !== undefined) readDirectory(found);
    }
  }
  for (const { kind, path } of named) {
    if (kind === 'directory') readDirectory(path);
    else if (present.has(path)) append(read, path);
  }
  opened.push(...named.filter(({ kind }) => kind === 'file').map(({ path }) => path));
  const directories = named.filter(({ kind }) => kind === 'directory').map(({ path }) => path);

  const label = `${programs.join(', ')} under ${launcher}`;
  const unread = paths
    .filter((path) => !read.has(path) && isConfiguration(own, path, readDirectories))
    .sort(comparePaths)
    .map((file) => ({ file, because: explainUnread(file, label, sources, readDirectories, hasFiles) }));
  return { read: [...read], unread, beside: listBeside(own, opened, directories) };
}

function readCommandLine(
  words: readonly string[],
  service: Service,
  own: string,
): { readonly kind: 'file' | 'directory'; readonly path: string }[] {
  const named: { readonly kind: 'file' | 'directory'; readonly path: string }[] = [];
  words.forEach((word, index) => {
    const match = /^--config-(file|dir)(?:=(.*))?$/s.exec(word);
    const path = match?.[2] ?? words[index + 1];
    if (match === null || path === undefined) return;
    const relative = belowEtc(path);
    const inside =
      relative === service || relative.startsWith(`${service}/`) ? own + relative.slice(service.length) : relative;
    named.push({ kind: match[1] === 'file' ? 'file' : 'directory', path: inside });
  });
  return named;
}

/** As the tree names it; a path outside /etc stays absolute, which no path of a tree is. */
function belowEtc(path: string): string {
  return posix
    .normalize(path)
    .replace(/^\/etc(\/|$)/, '')
    .replace(/\/+$/, '');
}

function explainUnread(
  file: string,
  label: string,
  sources: readonly DefaultSources[],
  readDirectories: ReadonlySet<string>,
  hasFiles: boolean,
): string {
  const directory = file.slice(0, file.lastIndexOf('/'));
  if (readDirectories.has(directory)) {
    return file.endsWith('.conf') ? 'names that begin with a dot are skipped' : 'only names that end in .conf are read';
  }
  if ([...readDirectories].some((known) => directory.startsWith(`${known}/`)))
    return 'directories are not searched in depth';
  const directories = inCommonOrder(sources.map((source) => source.directories)).join(', ');
  if (directory.endsWith('.conf.d')) return `${label} reads only the directories ${directories}`;
  if (hasFiles) return 'the command line names other files, which replace the default ones';
  const files = inCommonOrder(sources.map((source) => source.files)).join(', ');
  return `${label} reads only ${files} and the directories ${directories}`;
}

function isConfiguration(own: string, path: string, readDirectories: ReadonlySet<string>): boolean {
  if ([...readDirectories].some((directory) => path.startsWith(`${directory}/`))) return true;
  if (!path.startsWith(`${own}/`)) return false;
  return path.endsWith('.conf') || /\.conf\.d\/.*\.conf/.test(path);
}

function groupByDirectory(paths: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    if (!path.includes('/')) groups.set('', [...(groups.get('') ?? []), path]);
    // A directory is there as soon as anything lies below it.
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      const directory = path.slice(0, slash);
      const known = groups.get(directory) ?? [];
      if (slash === path.lastIndexOf('/')) known.push(path);
      groups.set(directory, known);
    }
  }
  return groups;
}

/** What every program reads first comes first, then what each adds, in the order of the programs. */
function inCommonOrder(lists: readonly (readonly string[])[]): string[] {
  const merged = new Set<string>();
  const longest = Math.max(0, ...lists.map((list) => list.length));
  for (let position = 0; position < longest; position += 1) {
    for (const list of lists) {
      const name = list[position];
      if (name !== undefined) merged.add(name);
    }
  }
  return [...merged];
}

/** A file read twice counts where it is read last. */
function append(read: Set<string>, file: string): void {
  read.delete(file);
  read.add(file);
}

/** Python sorts by code point, JavaScript by UTF-16 unit; bytes of UTF-8 sort like code points. */
function comparePaths(a: string, b: string): number {
  return /^[\x00-\x7f]*$/.test(a + b) ? compareText(a, b) : Buffer.compare(Buffer.from(a), Buffer.from(b));
}
