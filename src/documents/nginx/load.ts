// Reads a whole nginx configuration out of a tree of files: includes, globs, and Debian's nginx.conf when there is none.
import { compareText } from '../../problems';
import { matchGlob } from '../glob';
import type { Fault, FileTree } from '../types';
import { parseNginx } from './parse';
import type { NginxConfiguration, NginxDirective, NginxDocument, NginxStatement } from './types';

/** What Debian ships, cut down to where drop-ins are read. Used when the tree holds only drop-ins. */
const debianEntry = 'http {\n  include /etc/nginx/conf.d/*.conf;\n  include /etc/nginx/sites-enabled/*;\n}\n';

/** Far above any real configuration; stops includes that include each other from multiplying. */
const maxIncludedFiles = 20_000;

/**
 * Loads `entry` and puts every included file where nginx reads it. Globs are sorted as glob(3) sorts them and skip dot files.
 * An include of a literal file that the tree does not hold stays behind as an `include` directive: the reader must not guess.
 */
export function loadNginx(tree: FileTree, entry = 'nginx/nginx.conf'): NginxConfiguration {
  const loader = new NginxLoader(tree, entry);
  const main = tree.has(entry) ? loader.read(entry) : parseNginx(debianEntry, entry);
  const statements = loader.expand(main.statements, [entry]);
  return { product: 'nginx', statements, faults: loader.faults, files: loader.files };
}

class NginxLoader {
  readonly faults: Fault[] = [];
  readonly files: string[] = [];
  private readonly parsed = new Map<string, NginxDocument>();
  private readonly paths: readonly string[];
  private included = 0;

  constructor(
    private readonly tree: FileTree,
    private readonly entry: string,
  ) {
    this.paths = [...tree.keys()].sort(compareText);
  }

  /** Each file is parsed once, however often it is included. */
  read(path: string): NginxDocument {
    const known = this.parsed.get(path);
    if (known !== undefined) return known;
    const document = parseNginx(this.tree.get(path) ?? '', path);
    this.parsed.set(path, document);
    this.files.push(path);
    this.faults.push(...document.faults);
    return document;
  }

  /** `open`: the files that are being included, the entry first. */
  expand(statements: readonly NginxStatement[], open: readonly string[]): NginxStatement[] {
    const into: NginxStatement[] = [];
    for (const statement of statements) {
      if (statement.kind !== 'directive') into.push(statement);
      else if (statement.block !== null) into.push({ ...statement, block: this.expand(statement.block, open) });
      else if (statement.name !== 'include' || statement.args.length !== 1) into.push(statement);
      // One by one: an included file may have more statements than a call takes arguments.
      else for (const one of this.include(statement, open)) into.push(one);
    }
    return into;
  }

  private include(statement: NginxDirective, open: readonly string[]): NginxStatement[] {
    const pattern = treePath(statement.args[0] ?? '', this.entry);
    const isGlob = /[*?[]/.test(pattern);
    if (!isGlob && !this.tree.has(pattern)) return [statement];
    const found = isGlob ? this.paths.filter((path) => matchGlob(pattern, path)) : [pattern];
    return found.flatMap((path) => {
      if (open.includes(path) || ++this.included > maxIncludedFiles) {
        this.faults.push({ at: statement.at, effect: 'refuses-to-load', message: 'includes go round in a circle' });
        return [];
      }
      return this.expand(this.read(path).statements, [...open, path]);
    });
  }
}

/** Absolute paths lie under /etc; relative ones start at the directory of the entry file, as nginx's own prefix. */
function treePath(pattern: string, entry: string): string {
  if (pattern.startsWith('/etc/')) return pattern.slice('/etc/'.length);
  if (pattern.startsWith('/')) return pattern;
  const directory = entry.includes('/') ? entry.slice(0, entry.lastIndexOf('/') + 1) : '';
  return directory + pattern.replace(/^(\.\/)+/, '');
}
