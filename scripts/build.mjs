// Checks src and writes its declarations to lib, packs its modules into chunks, copies the data files. lib is swapped only when all of it is there.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pruneDeclarations } from './declarations.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const lib = join(root, 'lib');
const next = join(root, `lib.new-${process.pid}`);
/** Moved away, not deleted, before the new one takes its place: a command that starts meanwhile hardly ever finds none. */
const old = join(root, `lib.old-${process.pid}`);
const program = 'cli/main';
/** What package.json exports. */
const libraries = ['index', 'terraform/cdktf', 'terraform/cdktn'];

if (!existsSync(tsc) || !existsSync(join(root, 'node_modules', 'esbuild'))) {
  console.error('glacis: typescript and esbuild are not installed here, so lib/ was not built (run npm ci first)');
  process.exit(0);
}
try {
  writeDeclarations();
  const { packModules } = await import('./chunks.mjs');
  await packModules(next, { program, libraries, root });
  pruneDeclarations(next, libraries);
  chmodSync(join(next, `${program}.js`), 0o755);
  cpSync(join(root, 'src/openstack/data'), join(next, 'openstack/data'), { recursive: true });
  if (existsSync(lib)) renameSync(lib, old);
  renameSync(next, lib);
  rmSync(old, { recursive: true, force: true });
  spawnSync(process.execPath, [join(lib, 'chunks/compile-ahead.js')], { stdio: 'inherit' });
} catch (error) {
  if (!existsSync(lib) && existsSync(old)) renameSync(old, lib);
  rmSync(next, { recursive: true, force: true });
  console.error(`glacis: lib/ was not built: ${error.message}`);
  process.exit(1);
}

function writeDeclarations() {
  const args = [tsc, '-p', 'tsconfig.build.json', '--emitDeclarationOnly', '--outDir', next];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', cwd: root });
  if (status !== 0) throw new Error('the compiler found errors');
}
