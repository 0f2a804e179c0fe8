// npm run proof: builds the bed, attacks real services, and writes docs/proof.md. Not part of npm test: it takes root and Debian.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const bin = (name) => join(root, 'node_modules', '.bin', name);

function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (error) throw error;
  return status ?? 1;
}

if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) {
  process.stderr.write('npm run proof needs root on Debian: it builds userlands and network namespaces\n');
  process.exit(1);
}

// GLACIS_PROOF=trixie/eventlet,sid/uwsgi runs some beds, GLACIS_PROOF_TREES=stock,glacis some configurations.
const beds = process.env.GLACIS_PROOF?.split(',') ?? [];
for (const suite of ['bookworm', 'trixie', 'sid']) {
  if (beds.length > 0 && !beds.some((bed) => bed.startsWith(`${suite}/`))) continue;
  const built = run(join(root, 'test/real/bed/build-suite.sh'), [suite]);
  if (built !== 0) process.exit(1);
}
const proved = run(bin('jest'), ['-c', 'jest.proof.config.js', '--runInBand', ...process.argv.slice(2)]);
const written = run(bin('tsx'), ['test/proof/write-page.ts']);
// As for every command of Glacis: 1 could not be done, 2 done, and there is something to read.
process.exit(written !== 0 ? 1 : proved !== 0 ? 2 : 0);
