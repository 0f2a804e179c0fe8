// The declarations that a user's compiler can reach from the doors of the package; those of inner modules say nothing to anybody.
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Deletes every .d.ts below `directory` that no door leads to, and directories that are empty then; the others are indented by one blank a level. `doors` are paths without .d.ts. */
export function pruneDeclarations(directory, doors) {
  const reached = new Set();
  const waiting = doors.map((door) => join(directory, `${door}.d.ts`));
  for (const path of waiting) {
    if (reached.has(path)) continue;
    reached.add(path);
    const text = readFileSync(path, 'utf8');
    writeFileSync(
      path,
      text.replace(/^(?: {4})+/gm, (indent) => ' '.repeat(indent.length / 4)),
    );
    for (const [, from, inline] of text.matchAll(/from '(\.[^']+)'|import\(["'](\.[^"']+)["']\)/g)) {
      waiting.push(resolveDeclaration(join(dirname(path), from ?? inline)));
    }
  }
  prune(directory, reached);
}

function resolveDeclaration(path) {
  const found = [`${path}.d.ts`, join(path, 'index.d.ts')].find((one) => statSync(one, { throwIfNoEntry: false }));
  if (found === undefined) throw new Error(`no declarations at ${path}`);
  return found;
}

/** True when nothing is left. */
function prune(directory, reached) {
  let isEmpty = true;
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    const mustGo = entry.isDirectory() ? prune(path, reached) : path.endsWith('.d.ts') && !reached.has(path);
    if (mustGo) rmSync(path, { recursive: true });
    else isEmpty = false;
  }
  return isEmpty;
}
