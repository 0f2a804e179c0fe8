// `npm start` on a fresh clone: installs, builds, synthesizes examples/public-region and prints what it stops.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const glacis = join(root, 'lib', 'cli', 'main.js');

if (existsSync(join(root, 'node_modules', 'typescript'))) {
  execFileSync(process.execPath, [join(root, 'scripts', 'build.mjs')], { cwd: root, stdio: 'inherit' });
} else {
  // npm ci builds too, by the prepare script; some packages of the tests warn that they want a newer Node than Glacis does.
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 'inherit'],
  });
}

const intent = join('examples', 'public-region', 'glacis.yaml');
const synth = spawnSync(process.execPath, [glacis, 'synth', intent, '--out', 'glacis.out'], {
  cwd: root,
  stdio: 'inherit',
});
if (synth.status !== 0) process.exit(synth.status ?? 1);
const verify = spawnSync(process.execPath, [glacis, 'verify', 'glacis.out'], { cwd: root, stdio: 'inherit' });
// 2 says that something is open and listed: for a demonstration that is an answer, not a failure.
process.exit(verify.status === 2 ? 0 : (verify.status ?? 1));
