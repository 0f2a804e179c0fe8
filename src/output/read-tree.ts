// Reads a directory as a tree of text files, within bounds and without following links out of it.
import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { FileTree } from '../documents/types';
import { type Problem, problem } from '../problems';
import { readText } from './file-bytes';

/** Files larger than this are no configuration: 8 MiB. */
const MAX_FILE_BYTES = 8 * 1024 * 1024;
/** More files than this are no configuration tree either. */
const MAX_FILES = 200_000;

/** Under such a name a service expects a file: it opens whatever is there, and does not start when that is a directory. */
const fileNames = /\.(?:conf|ini|ya?ml|json|cfg)$/;

/** What was read, and what could not be. */
export interface ReadTree {
  readonly files: FileTree;
  readonly problems: readonly Problem[];
}

/** Every regular file below `directory` that `wants` accepts, sorted by path. Links are followed only inside the directory. */
export function readTree(directory: string, wants: (path: string) => boolean = () => true): ReadTree {
  const files = new Map<string, string>();
  const problems: Problem[] = [];
  const root = realpathSync.native(directory);
  // Only a link to a directory above itself is cut: one that is reached by two names counts under both, as for the service.
  const above = new Set<string>([root]);
  let directories = 0;
  const inside = root.endsWith(sep) ? root : root + sep;
  const visit = (path: string, prefix: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true }).sort(compareNames)) {
      const full = join(path, entry.name);
      const shown = prefix + entry.name;
      try {
        const isLink = entry.isSymbolicLink();
        const real = isLink ? realpathSync.native(full) : full;
        if (isLink && !real.startsWith(inside)) {
          problems.push(unreadable(shown, 'a link out of the directory', 'a file or a link inside the directory'));
          continue;
        }
        const kind = isLink ? statSync(real) : entry;
        if (kind.isDirectory()) {
          if (above.has(real)) continue;
          directories += 1;
          if (directories > MAX_FILES) {
            if (directories === MAX_FILES + 1) problems.push(tooMany(shown, 'one more directory'));
            return;
          }
          if (fileNames.test(entry.name) && wants(shown)) problems.push(unreadable(shown, 'a directory', 'a file'));
          above.add(real);
          visit(full, `${shown}/`);
          above.delete(real);
        } else if (wants(shown)) {
          if (files.size >= MAX_FILES) {
            problems.push(tooMany(shown, 'one more file'));
            return;
          }
          const text = kind.isFile() ? readText(full, MAX_FILE_BYTES) : undefined;
          if (text !== undefined) files.set(shown, text);
          else if (kind.isFile()) problems.push(tooLarge(shown, 'a larger file', MAX_FILE_BYTES));
          else problems.push(unreadable(shown, 'a pipe, socket or device', 'a file'));
        }
      } catch (error) {
        problems.push(unreadable(shown, (error as NodeJS.ErrnoException).code ?? 'an error', 'a readable file'));
      }
    }
  };
  visit(root, '');
  return { files, problems };
}

function compareNames(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name < other.name ? -1 : 1;
}

function tooMany(file: string, got: string): Problem {
  return tooLarge(file, got, MAX_FILES);
}

function tooLarge(file: string, got: string, limit: number): Problem {
  return problem('too-large', { file }, { got, wanted: `at most ${limit}` });
}

function unreadable(file: string, got: string, wanted: string): Problem {
  return problem('unreadable', { file }, { got, wanted });
}
