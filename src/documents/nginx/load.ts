// Reads a whole nginx configuration out of a tree of files: includes, globs, and Debian's nginx.conf when there is none.
import { compareText } from '../../problems';
import type { Fault, FileTree } from '../types';
import { matchGlob } from './glob';
import { parseNginx } from './parse';
import type { NginxConfiguration, NginxDocument, NginxStatement } from './types';

/** What Debian ships, cut down to where drop-ins are read. Used when the tree holds only drop-ins. */
const debianEntry = 'http {\n  include /etc/nginx/conf.d/*.conf;\n  include /etc/nginx/sites-enabled/*;\n}\n';

/** Far above any real configuration; stops includes that include each other from multiplying. */
const maxIncludedFiles = 20_000;

/**
 * Loads `entry` and puts every included file where nginx reads it. Globs are sorted as glob(3) sorts them and skip dot files.
 * An include of a literal file that the tree does not hold stays behind as an `include` directive: the reader must not guess.
 */
export function loadNginx(tree: FileTree, entry = 'nginx/nginx.conf'): NginxConfiguration {
  const faults: Fault[] = [];
  const files: string[] = [];
  const parsed = new Map<string, NginxDocument>();
  const paths = [...tree.keys()].sort(compareText);
  let included = 0;

  const read = (path: string, text: string): NginxDocument => {
    let document = parsed.get(path);
    if (document === undefined) {
      document = parseNginx(text, path);
      parsed.set(path, document);
      files.push(path);
      faults.push(...document.faults);
    }
    return document;
  };

  const expand = (statements: readonly NginxStatement[], open: readonly string[]): NginxStatement[] => {
    const into: NginxStatement[] = [];
    for (const statement of statements) {
      if (statement.kind !== 'directive') into.push(statement);
      else if (statement.block !== null) into.push({ ...statement, block: expand(statement.block, open) });
      else if (statement.name !== 'include' || statement.args.length !== 1) into.push(statement);
      else {
        const pattern = treePath(statement.args[0] ?? '', entry);
        const isGlob = /[*?[]/.test(pattern);
        const found = isGlob ? paths.filter((path) => matchGlob(pattern, path)) : tree.has(pattern) ? [pattern] : [];
        if (found.length === 0 && !isGlob) into.push(statement);
        for (const path of found) {
          if (open.includes(path) || ++included > maxIncludedFiles) {
            faults.push({ at: statement.at, effect: 'refuses-to-load', message: 'includes go round in a circle' });
            continue;
          }
          for (const one of expand(read(path, tree.get(path) ?? '').statements, [...open, path])) into.push(one);
        }
      }
    }
    return into;
  };

  const text = tree.get(entry);
  const main = text === undefined ? parseNginx(debianEntry, entry) : read(entry, text);
  const statements = expand(main.statements, [entry]);
  return { product: 'nginx', statements, faults, files };
}

/** Absolute paths lie under /etc; relative ones start at the directory of the entry file, as nginx's own prefix. */
function treePath(pattern: string, entry: string): string {
  if (pattern.startsWith('/etc/')) return pattern.slice('/etc/'.length);
  if (pattern.startsWith('/')) return pattern;
  const directory = entry.includes('/') ? entry.slice(0, entry.lastIndexOf('/') + 1) : '';
  return directory + pattern.replace(/^(\.\/)+/, '');
}
