// Compiles src into lib and copies the data files that the compiler does not carry.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');

if (!existsSync(tsc)) {
  console.error('glacis: typescript is not installed here, so lib/ was not built (run npm ci first)');
  process.exit(0);
}
rmSync(join(root, 'lib'), { recursive: true, force: true });
execFileSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json')], { stdio: 'inherit', cwd: root });
for (const path of ['openstack/data', 'intent/validator.generated.cjs']) {
  const from = join(root, 'src', path);
  if (existsSync(from)) cpSync(from, join(root, 'lib', path), { recursive: true });
}
const bin = join(root, 'lib', 'cli', 'main.js');
if (existsSync(bin)) chmodSync(bin, 0o755);
