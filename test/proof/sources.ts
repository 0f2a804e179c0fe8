// Which files of this repository an answer of the proof depends on: imports are followed, and scripts that are named.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { compareText } from '../../src/problems';

const repository = resolve(__dirname, '../..');
/** Where files that run elsewhere are named without their folder. */
const scriptFolders = [
  'test',
  'test/real',
  'test/real/bed',
  'test/real/bed/python',
  'test/differential',
  'test/unit/targets',
];
/** Files that are read by a name put together: a folder counts as a whole. */
const foldersRead: Readonly<Record<string, string>> = { 'src/openstack/catalogue/files.ts': 'src/openstack/data' };

/** Types are gone before anything runs. */
const imported =
  /^\s*(?:import|export)\s+(?!type\b)(?:[\w\s{},*$]*?\bfrom\s*)?'([^']+)'|\b(?:import|require)\('([^']+)'\)/gm;
const namedScript = /'([\w.-][\w./-]*\.(?:py|sh|mjs))'/g;
const pythonImport = /^\s*(?:import|from)\s+(\w+)/gm;
const mountedScript = /'\/mnt\/([\w./-]+\.py)'/g;
const besideShell = /\$here\/([\w.-]+)/g;

/** What a list of files depends on. */
export interface Sources {
  /** Paths below the repository, sorted. */
  readonly files: readonly string[];
  /** `name@version` of packages, sorted. */
  readonly packages: readonly string[];
}

/**
 * Follows what files import and name, from `roots` on. @param stopsAt paths that are not looked into: what they do enters elsewhere
 * @throws when a script that is named is not there, since a change of it would go unnoticed
 */
export function listSources(roots: readonly string[], stopsAt?: RegExp): Sources {
  const waiting = roots.map((root) => relative(repository, resolve(repository, root)));
  const files = new Set<string>();
  const packages = new Set<string>();
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (files.has(path) || stopsAt?.test(path)) continue;
    files.add(path);
    const reached = reachFrom(path);
    waiting.push(...reached.files);
    for (const name of reached.packages) packages.add(name);
  }
  return { files: [...files].sort(compareText), packages: [...packages].sort(compareText) };
}

/** They ask nothing and judge nothing. */
const bookkeeping: ReadonlySet<string> = new Set(
  ['kept-answers', 'results', 'sources'].map((name) => `test/proof/${name}.ts`),
);

/** The same as long as no byte of the files and no version of the packages changes. */
export function digestSources({ files, packages }: Sources): string {
  const hash = createHash('sha256').update(JSON.stringify(packages));
  const own = files.filter((path) => !bookkeeping.has(path));
  for (const path of own) hash.update(`\0${path}\0`).update(readFileSync(join(repository, path)));
  return hash.digest('hex').slice(0, 32);
}

const reachedFrom = new Map<string, Sources>();

function reachFrom(path: string): Sources {
  const kept = reachedFrom.get(path);
  if (kept !== undefined) return kept;
  const text = readFileSync(join(repository, path), 'utf8');
  const reached = path.endsWith('.ts')
    ? reachFromModule(path, text)
    : { files: reachFromScript(path, text), packages: [] };
  reachedFrom.set(path, reached);
  return reached;
}

function reachFromModule(path: string, text: string): Sources {
  const names = [...text.matchAll(imported)].map(([, from, called]) => (from ?? called) as string);
  const own = names.filter((name) => name.startsWith('.')).map((name) => findModule(path, name));
  // What builds a suite shows in the versions of its packages; the scripts that src names are rendered.
  const scripts = path.startsWith('src/')
    ? []
    : [...text.matchAll(namedScript)].map(([, name]) => name as string).filter((name) => !/\bbuild-/.test(name));
  const folder = foldersRead[path];
  return {
    files: [
      ...own,
      ...scripts.map((name) => findScript(path, name)),
      ...(folder === undefined ? [] : listFolder(folder)),
    ],
    packages: names.filter((name) => !name.startsWith('.') && !name.startsWith('node:')).map(versionOf),
  };
}

function reachFromScript(path: string, text: string): string[] {
  const beside = (name: string): string => join(dirname(path), name);
  const match = (pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, name]) => name as string);
  if (path.endsWith('.sh')) return match(besideShell).map(beside).filter(isThere).flatMap(listFolder);
  if (!path.endsWith('.py')) return [];
  const modules = match(pythonImport).map((name) => beside(`${name}.py`));
  return [...modules.filter(isThere), ...match(mountedScript).map((name) => findScript('test/', name))];
}

function findModule(from: string, name: string): string {
  const path = join(dirname(from), name);
  const found = [path, `${path}.ts`, join(path, 'index.ts')].find((one) => isThere(one) && !isFolder(one));
  if (found === undefined) throw new Error(`${from} imports ${name}, which is not there`);
  return found;
}

function findScript(from: string, name: string): string {
  const folders = [dirname(from), '.', ...scriptFolders];
  // What is copied to another place keeps its last name.
  const found = [name, basename(name)].flatMap((one) => folders.map((folder) => join(folder, one))).find(isThere);
  if (found === undefined) throw new Error(`${from} names ${name}, which is not there`);
  return found;
}

function listFolder(path: string): string[] {
  if (!isFolder(path)) return [path];
  return readdirSync(join(repository, path))
    .filter((name) => name !== '__pycache__')
    .flatMap((name) => listFolder(join(path, name)));
}

function isThere(path: string): boolean {
  return existsSync(join(repository, path));
}

function isFolder(path: string): boolean {
  return statSync(join(repository, path)).isDirectory();
}

function versionOf(name: string): string {
  const parts = name.split('/');
  const own = parts.slice(0, name.startsWith('@') ? 2 : 1).join('/');
  const { version } = JSON.parse(readFileSync(join(repository, 'node_modules', own, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  return `${own}@${version}`;
}
