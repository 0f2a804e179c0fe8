// Reads a directory as a tree of text files, within bounds and without following links out of it.
import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { FileTree } from '../documents/types';
import { type Problem, problem } from '../problems';

/** Files larger than this are no configuration: 8 MiB. */
const MAX_FILE_BYTES = 8 * 1024 * 1024;
/** More files than this are no configuration tree either. */
const MAX_FILES = 200_000;

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
  const seen = new Set<string>();
  const visit = (path: string): void => {
    for (const name of readdirSync(path).sort()) {
      const full = join(path, name);
      const shown = relative(root, full).split(sep).join('/');
      try {
        const real = lstatSync(full).isSymbolicLink() ? realpathSync(full) : full;
        if (real !== full && !real.startsWith(root + sep)) {
          problems.push(unreadable(shown, 'a link out of the directory', 'a file or a link inside the directory'));
          continue;
        }
        const stat = statSync(real);
        if (stat.isDirectory()) {
          if (seen.has(real)) continue;
          seen.add(real);
          visit(full);
        } else if (!stat.isFile() || !wants(shown)) {
        } else if (stat.size > MAX_FILE_BYTES) {
          problems.push(
            problem('too-large', { file: shown }, { got: `${stat.size} bytes`, wanted: `at most ${MAX_FILE_BYTES}` }),
          );
        } else if (files.size >= MAX_FILES) {
          problems.push(
            problem('too-large', { file: shown }, { got: 'one more file', wanted: `at most ${MAX_FILES}` }),
          );
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

function unreadable(file: string, got: string, wanted: string): Problem {
  return problem('unreadable', { file }, { got, wanted });
}
