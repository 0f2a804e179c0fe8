// npm run proof: builds the beds, attacks real services, asks them everything, and writes docs/proof.md and docs/differential.md.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const bin = (name) => join(root, 'node_modules', '.bin', name);

// npm test asks some ten thousand questions; here it is all of them, unless GLACIS_DIFFERENTIAL=quick.
const counts = process.env.GLACIS_DIFFERENTIAL ?? 'full';
const env = { ...process.env, GLACIS_DIFFERENTIAL: counts };

function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env });
  if (error) throw error;
  return status ?? 1;
}

if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) {
  process.stderr.write('npm run proof needs root on Debian: it builds userlands and network namespaces\n');
  process.exit(1);
}

// Files named *.proof.ts are of their own: all of them, or those that the arguments name. The page is written from some of them.
const others = run(bin('jest'), ['-c', 'jest.proof.config.js', ...process.argv.slice(2)]);
// GLACIS_PROOF=trixie/eventlet,sid/uwsgi runs some beds, GLACIS_PROOF_TREES=stock,glacis some configurations.
const attacked = run(bin('tsx'), ['test/proof/prove.ts']);
// What was asked in full becomes the page about it.
const isWritten = counts !== 'full' || run(bin('tsx'), ['test/proof/write-differential-page.ts']) === 0;
// As for every command of Glacis: 1 could not be done, 2 done, and there is something to read.
process.exit(attacked !== 0 ? attacked : !isWritten ? 1 : others !== 0 ? 2 : 0);
