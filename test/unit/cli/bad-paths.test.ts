// Paths that cannot be read or written, and words that mean nothing: a problem with its place and exit code 1, never a stack.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CliRun, glacis, runCli } from './run-cli';

let work: string;
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'glacis-paths-'));
  writeFileSync(join(work, 'glacis.yaml'), 'release: "2025.1"\n');
  mkdirSync(join(work, 'etc/glance'), { recursive: true });
  writeFileSync(join(work, 'etc/glance/glance-api.conf'), '[DEFAULT]\n');
  symlinkSync('loop', join(work, 'loop'));
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

const run = (...args: string[]): CliRun => runCli(args, { cwd: work });

function expectProblem({ code, stdout, stderr }: CliRun, words: string): void {
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(words);
  expect(stderr).toMatch(
    /\n {4}got: .*\n {4}wanted: .*\n {4}why: .*\n {4}fix: .*\nglacis: \d+ problems?, nothing was written\n$/,
  );
  expect(stderr).not.toMatch(/^ +at /m);
}

test.each([
  ['verify', 'loop'],
  ['verify', 'loop/inside'],
  ['verify', 'glacis.yaml/'],
  ['verify', 'x'.repeat(5000)],
  ['diff', 'loop', 'glacis.yaml'],
  ['diff', 'glacis.yaml', 'glacis.yaml/inside'],
  ['diff', 'glacis.yaml', 'x'.repeat(5000)],
  ['audit', 'etc', '--against', 'loop'],
])('%s %s', (...args) => expectProblem(run(...args), ': unreadable\n'));

describe('what stands in place of a manifest', () => {
  const stand: readonly [string, (path: string) => void][] = [
    ['a directory', (path) => mkdirSync(path)],
    ['a link that leads nowhere', (path) => symlinkSync('nowhere', path)],
    ['a link to itself', (path) => symlinkSync('glacis-manifest.json', path)],
    ['a pipe', (path) => spawnSync('mkfifo', [path])],
  ];
  test.each(stand)('%s', (_, put) => {
    expect(run('synth').code).toBe(0);
    const manifest = join(work, 'glacis.out/glacis-manifest.json');
    renameSync(manifest, join(work, 'kept'));
    put(manifest);
    expectProblem(run('verify', 'glacis.out'), 'glacis-manifest.json: unreadable\n');
    expectProblem(run('diff', 'glacis.out', 'glacis.yaml'), 'glacis-manifest.json: unreadable\n');
    expectProblem(run('audit', 'etc', '--against', 'glacis.out'), 'glacis-manifest.json: unreadable\n');
    expectProblem(run('synth'), ': output-blocked\n');
  });
});

test('who may not read is told so', () => {
  if (process.getuid?.() !== 0) return;
  run('synth');
  chmodSync(work, 0o755);
  chmodSync(join(work, 'glacis.yaml'), 0o600);
  for (const args of [['synth'], ['verify'], ['verify', 'glacis.out'], ['diff', 'glacis.yaml', 'glacis.out']]) {
    const drop = ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, glacis];
    const { status, stdout, stderr } = spawnSync('setpriv', [...drop, ...args], { cwd: work, encoding: 'utf8' });
    expectProblem({ code: status, stdout, stderr }, 'EACCES');
  }
});

test.each([
  ['help', 'synht'],
  ['--help', 'constructor'],
  ['synth', '--', '--help'],
  ['synth', '--out', ''],
  ['synth', '--target='],
  ['audit', 'etc', '--release', '2025.1', '--fix', '--out', ''],
  ['audit', 'etc', '--release', '2025.1', '--package', ''],
])('%s %s is no usage', (...args) => expectProblem(run(...args), args.includes('--') ? 'unreadable' : 'usage'));

test('names with control characters do not reach a terminal as they are', () => {
  const name = 'a\u001b[2J\nb';
  expect(run('init', `${name}.yaml`).stderr).toBe(
    "wrote a\\u001b[2J\\u000ab.yaml; next: glacis synth 'a\\u001b[2J\\u000ab.yaml'\n",
  );
  expect(run('synth', '--out', name).stderr).toBe(
    "wrote a\\u001b[2J\\u000ab; next: glacis verify 'a\\u001b[2J\\u000ab'\n",
  );
  expect(run('synth', '--out', name).stderr).toBe('a\\u001b[2J\\u000ab is up to date\n');
});

test('init on a full disk leaves no empty file behind', () => {
  if (process.getuid?.() !== 0) return;
  const disk = join(work, 'disk');
  mkdirSync(disk);
  expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4k', 'none', disk]).status).toBe(0);
  try {
    writeFileSync(join(disk, 'full'), 'x'.repeat(4096));
    expectProblem(run('init', 'disk/glacis.yaml'), 'disk/glacis.yaml: output-failed\n    got:    ENOSPC');
    expect(readdirSync(disk)).toEqual(['full']);
  } finally {
    spawnSync('umount', [disk]);
  }
  expect(existsSync(join(disk, 'full'))).toBe(false);
});
