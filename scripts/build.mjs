// Compiles src into lib and copies the data files that the compiler does not carry. lib is swapped only when all of it is there.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const next = join(root, `lib.new-${process.pid}`);

if (!existsSync(tsc)) {
  console.error('glacis: typescript is not installed here, so lib/ was not built (run npm ci first)');
  process.exit(0);
}
const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', next], {
  stdio: 'inherit',
  cwd: root,
});
if (status !== 0) {
  rmSync(next, { recursive: true, force: true });
  process.exit(status ?? 1);
}
for (const path of ['openstack/data', 'intent/validator.generated.cjs']) {
  const from = join(root, 'src', path);
  if (existsSync(from)) cpSync(from, join(next, path), { recursive: true });
}
chmodSync(join(next, 'cli', 'main.js'), 0o755);
rmSync(join(root, 'lib'), { recursive: true, force: true });
renameSync(next, join(root, 'lib'));
