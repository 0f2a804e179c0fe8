// Reads a directory as a tree of text files, within bounds and without following links out of it.
import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { FileTree } from '../documents/types';
import { type Problem, problem } from '../problems';

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
  const root = realpathSync(directory);
  // Only a link to a directory above itself is cut: one that is reached by two names counts under both, as for the service.
  const above = new Set<string>([root]);
  let directories = 0;
  const visit = (path: string): void => {
    for (const name of readdirSync(path).sort()) {
      const full = join(path, name);
      const shown = relative(root, full).split(sep).join('/');
      try {
        const entry = lstatSync(full);
        const real = entry.isSymbolicLink() ? realpathSync(full) : full;
        if (real !== full && !real.startsWith(root + sep)) {
          problems.push(unreadable(shown, 'a link out of the directory', 'a file or a link inside the directory'));
          continue;
        }
        const stat = entry.isSymbolicLink() ? statSync(real) : entry;
        if (stat.isDirectory()) {
          if (above.has(real)) continue;
          directories += 1;
          if (directories > MAX_FILES) {
            if (directories === MAX_FILES + 1) problems.push(tooMany(shown, 'one more directory'));
            return;
          }
          if (fileNames.test(name) && wants(shown)) problems.push(unreadable(shown, 'a directory', 'a file'));
          above.add(real);
          visit(full);
          above.delete(real);
        } else if (!wants(shown)) {
        } else if (!stat.isFile()) {
          problems.push(unreadable(shown, 'a pipe, socket or device', 'a file'));
        } else if (stat.size > MAX_FILE_BYTES) {
          problems.push(
            problem('too-large', { file: shown }, { got: `${stat.size} bytes`, wanted: `at most ${MAX_FILE_BYTES}` }),
          );
        } else if (files.size >= MAX_FILES) {
          problems.push(tooMany(shown, 'one more file'));
          return;
        } else files.set(shown, readFileSync(full, 'utf8'));
      } catch (error) {
        problems.push(unreadable(shown, (error as NodeJS.ErrnoException).code ?? 'an error', 'a readable file'));
      }
    }
  };
  visit(root);
  return { files, problems };
}

function tooMany(file: string, got: string): Problem {
  return problem('too-large', { file }, { got, wanted: `at most ${MAX_FILES}` });
}

function unreadable(file: string, got: string, wanted: string): Problem {
  return problem('unreadable', { file }, { got, wanted });
}
