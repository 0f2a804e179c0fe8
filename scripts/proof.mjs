// npm run proof: builds the beds, attacks real services, and writes docs/proof.md. npm test runs the part that is cached between runs.
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
const attacked = run(bin('tsx'), ['test/proof/prove.ts']);
// Files named *.proof.ts are of their own: all of them, or those that the arguments name.
const others = run(bin('jest'), ['-c', 'jest.proof.config.js', '--runInBand', ...process.argv.slice(2)]);
// What full runs of the differential tests kept becomes their page.
const isWritten =
  process.env.GLACIS_DIFFERENTIAL !== 'full' || run(bin('tsx'), ['test/proof/write-differential-page.ts']) === 0;
// As for every command of Glacis: 1 could not be done, 2 done, and there is something to read.
process.exit(attacked !== 0 ? attacked : !isWritten ? 1 : others !== 0 ? 2 : 0);
