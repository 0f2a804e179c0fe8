// The contract of the commands: exit codes, streams, files, and JSON.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attackIds, lintIds } from '../../../src/checks';
import { glacis, root, runCli } from './run-cli';

let work: string;
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'glacis-cli-'));
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

const example = join(root, 'examples/public-region/glacis.yaml');

test('help fits a terminal of 80 columns, whole and for each command', () => {
  const commands = ['init', 'synth', 'verify', 'audit', 'diff', 'probe', 'explain', 'list', 'schema'];
  for (const args of [['--help'], ...commands.map((name) => ['help', name])]) {
    const { stdout, code } = runCli(args);
    expect(code).toBe(0);
    expect(stdout).toContain('Exit codes:');
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  }
  for (const name of commands) expect(runCli(['--help']).stdout).toMatch(new RegExp(`^  glacis ${name}\\b`, 'm'));
});

test('init, synth, check, verify: the path of a newcomer', () => {
  expect(runCli(['init'], { cwd: work }).code).toBe(0);
  expect(runCli(['init'], { cwd: work })).toMatchObject({ code: 1, stdout: '' });
  expect(runCli(['synth', '--check'], { cwd: work }).code).toBe(2);
  expect(runCli(['synth'], { cwd: work }).code).toBe(0);
  expect(runCli(['synth', '--check'], { cwd: work }).code).toBe(0);
  const verified = runCli(['verify', 'glacis.out'], { cwd: work });
  expect([0, 2]).toContain(verified.code);
  expect(verified.stdout).toContain('STOPPED');
  expect(statSync(join(work, 'glacis.out/glance/glance.conf.d/90-glacis.conf')).mode & 0o777).toBe(0o640);
});

test('init for kolla-ansible is for kolla-ansible; synth says at once what a target cannot carry', () => {
  expect(runCli(['init', '--target', 'kola'], { cwd: work })).toMatchObject({ code: 1, stdout: '' });
  expect(runCli(['init', '--target', 'kolla-ansible'], { cwd: work }).code).toBe(0);
  const { stdout, stderr } = runCli(['synth'], { cwd: work });
  expect(stdout).toContain('+ config/haproxy-config/glance-api.cfg\n');
  expect(stderr).toBe('wrote glacis.out; next: glacis verify glacis.out\n');
  const other = runCli(['synth', '--target', 'puppet', '--out', 'o'], { cwd: work });
  expect(other.stderr).toMatch(
    /^not carried to puppet: image-create-rate-limit: .+\nwrote o; next: glacis verify o\n$/,
  );
});

test('commands that messages propose can be pasted: paths are quoted, and the options that were given are in them', () => {
  const name = "it's mine.yaml";
  expect(runCli(['init', name], { cwd: work }).stderr).toBe(
    "wrote it's mine.yaml; next: glacis synth 'it'\\''s mine.yaml'\n",
  );
  const given = [name, '--out', 'o u t', '--target', 'puppet'];
  const checked = runCli(['synth', '--check', ...given], { cwd: work });
  expect(checked.stderr).toBe(
    "o u t is not what the intent says: run glacis synth 'it'\\''s mine.yaml' --out 'o u t' --target puppet\n",
  );
  expect(runCli(['synth', ...given], { cwd: work }).stderr).toMatch(/; next: glacis verify 'o u t'\n$/);
});

test('a full disk behind standard output is a failure with a sentence', () => {
  const script = `"${process.execPath}" "${glacis}" list attacks > /dev/full`;
  const { status, stderr } = spawnSync('sh', ['-c', script], { encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^glacis: standard output: ENOSPC: [^\n]*; what was printed is not whole\n$/);
});

test.each([
  'acceptedRisks: [{ risk: ssrf-decimal-address, reason: a test, until: "2099-01-01" }]',
  'packages: { nova: 31.2.0 }',
  'launcher: eventlet',
])('%s changes what the files are judged for: the manifest alone is stale', (line) => {
  writeFileSync(join(work, 'glacis.yaml'), 'release: "2025.1"\n');
  runCli(['synth'], { cwd: work });
  writeFileSync(join(work, 'glacis.yaml'), `release: "2025.1"\n${line}\n`);
  const told = { code: 2, stdout: '~ glacis-manifest.json\n' };
  expect(runCli(['synth', '--check'], { cwd: work })).toMatchObject(told);
  const written = 'wrote glacis.out; next: glacis verify glacis.out\n';
  expect(runCli(['synth'], { cwd: work })).toEqual({ ...told, code: 0, stderr: written });
  expect(runCli(['synth', '--check'], { cwd: work })).toEqual({ code: 0, stdout: '', stderr: '' });
});

test('verify answers the same for an intent and for what synth wrote from it', () => {
  expect(runCli(['synth', example, '--out', 'o'], { cwd: work }).code).toBe(0);
  const fromIntent = runCli(['verify', example, '--format', 'json'], { cwd: work });
  const fromFiles = runCli(['verify', 'o', '--format', 'json'], { cwd: work });
  expect(JSON.parse(fromFiles.stdout)).toEqual(JSON.parse(fromIntent.stdout));
});

test('verify judges the bytes on disk, not the intent they came from', () => {
  runCli(['synth', example, '--out', 'o'], { cwd: work });
  const file = join(work, 'o/glance/glance.conf.d/90-glacis.conf');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^allowed_hosts = .*/m, 'allowed_hosts = []'));
  const { attacks } = JSON.parse(runCli(['verify', 'o', '--format', 'json'], { cwd: work }).stdout);
  const metadata = attacks.find((attack: { id: string }) => attack.id === 'ssrf-kubernetes-api-name');
  expect(metadata).toMatchObject({ verdict: 'open' });
});

test('the JSON of verify keeps its contract', () => {
  const { stdout, code } = runCli(['verify', example, '--format', 'json']);
  const report = JSON.parse(stdout);
  expect(code).toBe(2);
  const keys = ['glacis', 'release', 'packages', 'launcher', 'attacks', 'lints', 'summary', 'residualRisks'];
  expect(Object.keys(report)).toEqual(keys);
  expect(report).toMatchObject({ release: '2025.1', packages: { glance: '2:30.0.0-3+deb13u2' }, launcher: 'uwsgi' });
  expect(report.attacks.map((attack: { id: string }) => attack.id)).toEqual(attackIds);
  const decimal = report.attacks.find((attack: { id: string }) => attack.id === 'ssrf-decimal-address');
  expect(decimal).toMatchObject({ severity: 'critical', verdict: 'stopped', fix: [] });
  expect(decimal.layers).toContainEqual(
    expect.objectContaining({
      layer: 'import-filter',
      file: 'glance/glance.conf.d/90-glacis.conf',
      line: expect.any(Number),
    }),
  );
  const { stopped, open, accepted, notApplicable } = report.summary;
  expect(stopped + open + accepted + notApplicable).toBe(attackIds.length);
});

test('the same input gives the same bytes', () => {
  expect(runCli(['verify', example, '--format', 'json'])).toEqual(runCli(['verify', example, '--format', 'json']));
});

test('every attack, lint and problem can be explained, and nothing else', () => {
  for (const id of [attackIds[0], lintIds[0], 'OSSA-2026-004', 'conflict', 'ImportFilter'] as string[]) {
    expect(runCli(['explain', id])).toMatchObject({ code: 0, stderr: '' });
  }
  expect(runCli(['explain', 'glance/import_filtering_opts/allowed_hosts']).stdout).toContain('in brackets');
  expect(runCli(['explain', 'glance/import_filtering_opts/disallowed_uris']).stdout).toContain('exists in no release');
  expect(runCli(['explain', 'no-such-thing']).code).toBe(1);
});

test.each(['attacks', 'lints', 'advisories', 'releases', 'targets', 'constructs'])('list %s', (kind) => {
  const { code, stdout } = runCli(['list', kind]);
  expect(code).toBe(0);
  expect(stdout.trim().split('\n').length).toBeGreaterThan(0);
  expect(JSON.parse(runCli(['list', kind, '--format', 'json']).stdout).length).toBe(stdout.trim().split('\n').length);
});

test('schema is draft-07 JSON', () => {
  expect(JSON.parse(runCli(['schema']).stdout).$schema).toContain('draft-07');
});

test.each([
  [['frobnicate'], 'unknown command'],
  [['synth', '--nonsense'], 'usage'],
  [['audit', '/etc'], 'no --release'],
  [['audit', '/no/such/directory', '--release', '2025.1'], 'unreadable'],
  [['audit', '/etc', '--release', 'zulu'], 'release zulu'],
  [['audit', '/etc', '--release', '2025.1', '--package', 'swift=1'], 'usage'],
  [['probe', '--release', '2025.1', 'http://h/'], 'no --config'],
  [['verify', '/no/such/file.yaml'], 'unreadable'],
  [['list', 'everything'], 'usage'],
  [['list', '__proto__'], 'usage'],
])('%j is a clear problem and exit code 1', (args, words) => {
  const run = runCli(args, { cwd: work });
  expect(run.code).toBe(1);
  expect(run.stdout).toBe('');
  expect(run.stderr).toContain(words);
  expect(run.stderr).not.toContain('    at ');
});

test('all problems of an intent at once, each with its place, and nothing written', () => {
  const intent =
    'release: "2025.1"\nimageImport:\n  allowedHosts: ["*.example.org", "https://a.example"]\n  colour: red\n';
  writeFileSync(join(work, 'glacis.yaml'), intent);
  const run = runCli(['synth'], { cwd: work });
  expect(run.code).toBe(1);
  expect(run.stderr).toMatch(/glacis\.yaml:3:\d+/);
  expect(run.stderr).toMatch(/glacis\.yaml:4:\d+/);
  expect(run.stderr).toContain('3 problems');
  expect(existsSync(join(work, 'glacis.out'))).toBe(false);
});

test('an expired, an unused and an unknown risk are problems', () => {
  const risk = (id: string, until: string) => `  - { risk: ${id}, reason: a test, until: "${until}" }\n`;
  const intent = `release: "2025.1"\nacceptedRisks:\n${risk('ssrf-decimal-address', '2099-01-01')}${risk('no-such-risk', '2099-01-01')}${risk('ssrf-port-out-of-range', '2001-01-01')}`;
  writeFileSync(join(work, 'glacis.yaml'), intent);
  const run = runCli(['verify'], { cwd: work });
  expect(run.code).toBe(1);
  for (const code of ['risk-unused', 'risk-unknown', 'risk-expired']) expect(run.stderr).toContain(code);
});

test.each([
  ['a file', (out: string) => writeFileSync(out, 'x')],
  ['a symbolic link', (out: string) => symlinkSync(tmpdir(), out)],
  [
    'a directory that holds files of somebody else',
    (out: string) => {
      mkdirSync(out);
      writeFileSync(join(out, 'mine'), 'x');
    },
  ],
])('synth refuses %s as output', (_, prepare) => {
  const out = join(work, 'out');
  prepare(out);
  const run = runCli(['synth', example, '--out', out], { cwd: work });
  expect(run.code).toBe(1);
  expect(run.stderr).toContain('output-blocked');
});

test('a file system that cannot be written is a problem, not a crash', () => {
  const run = runCli(['synth', example, '--out', '/proc/glacis-test/out'], { cwd: work });
  expect(run.code).toBe(1);
  expect(run.stderr).toContain('output-failed');
  expect(run.stderr).not.toContain('    at ');
});

test('probe reads JSON lines and answers in the same order', () => {
  mkdirSync(join(work, 'etc/glance'), { recursive: true });
  writeFileSync(join(work, 'etc/glance/glance-api.conf'), '[import_filtering_opts]\nallowed_hosts = [a.example]\n');
  const urls = ['http://a.example/', 'http://169.254.169.254/', 'http://a.example:99999/', 'http://a\n.example/'];
  const input = urls.map((url, i) => JSON.stringify(i % 2 === 0 ? url : { url })).join('\n');
  const run = runCli(['probe', '--config', 'etc', '--release', '2025.1', '--input', 'jsonl', '--format', 'jsonl'], {
    cwd: work,
    input,
  });
  const answers = run.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(run.code).toBe(2);
  expect(answers.map((answer) => answer.url)).toEqual(urls);
  expect(answers.map((answer) => answer.verdict)).toEqual(['pass', 'reject', 'error', 'pass']);
  expect(answers[0]).toMatchObject({ connectsTo: 'a.example:80' });
  expect(Object.keys(answers[0])).toEqual(['url', 'verdict', 'because', 'connectsTo']);
});

test('probe does not answer for a Glance that would not start', () => {
  mkdirSync(join(work, 'etc/glance'), { recursive: true });
  writeFileSync(join(work, 'etc/glance/glance-api.conf'), '[import_filtering_opts]\nallowed_hosts = [*.example]\n');
  expect(runCli(['probe', '--config', 'etc', '--release', '2025.1', 'http://a/'], { cwd: work }).code).toBe(1);
});

test('a name leads where --hosts says', () => {
  mkdirSync(join(work, 'etc/glance'), { recursive: true });
  writeFileSync(join(work, 'etc/glance/glance-api.conf'), '');
  writeFileSync(join(work, 'hosts'), '127.0.0.1 loop.example # inside\n');
  const args = [
    'probe',
    '--config',
    'etc',
    '--release',
    '2026.2',
    '--hosts',
    'hosts',
    '--format',
    'jsonl',
    'http://loop.example/',
  ];
  expect(JSON.parse(runCli(args, { cwd: work }).stdout)).toMatchObject({ verdict: 'reject' });
});

test('an unreadable file in an audited tree is said; without a file of options or rules nothing is said of the service', () => {
  mkdirSync(join(work, 'etc/glance'), { recursive: true });
  mkdirSync(join(work, 'etc/nginx/conf.d'), { recursive: true });
  writeFileSync(join(work, 'etc/glance/glance-api.conf'), '[DEFAULT]\nenable_import_methods = []\n');
  symlinkSync('/etc/shadow', join(work, 'etc/nginx/conf.d/outside.conf'));
  const run = runCli(['audit', 'etc', '--release', '2025.1'], { cwd: work });
  expect(run.code).toBe(2);
  expect(run.stderr).toContain('a link out of the directory');
  expect(run.stdout).toContain('unknown-option');
  symlinkSync('/etc/shadow', join(work, 'etc/glance/policy.yaml'));
  const linked = runCli(['audit', 'etc', '--release', '2025.1'], { cwd: work });
  expect(linked).toMatchObject({ code: 2, stdout: expect.stringContaining('No verdict on glance') });
  expect(linked.stdout).toContain('0 stopped, 0 open');
  expect(linked.stdout + linked.stderr).not.toContain('root:');
});

test('a mistyped option, a missing intent and a tree without Glance say what would be right', () => {
  const refused = (args: readonly string[]) => runCli(args, { cwd: work }).stderr;
  expect(refused(['synth', '--uot', 'o'])).toContain(
    "got:    Unknown option '--uot'\n    wanted: of options only --check, ",
  );
  expect(refused(['synth', 'none.yaml'])).toContain('got:    no such file');
  const tree = join(work, 'etc/nginx');
  mkdirSync(tree, { recursive: true });
  writeFileSync(join(tree, 'nginx.conf'), 'events {}\n');
  const probe = ['probe', '--config', 'etc', '--release', '2025.1', 'http://a/'];
  const words = 'no option file that Glance reads is there: what is said of Glance is said of its defaults\n';
  expect(refused(probe)).toBe(words);
  expect(refused(['audit', 'etc', '--release', '2025.1'])).toBe(words);
  const report = runCli(['audit', 'etc', '--release', '2025.1', '--format', 'json'], { cwd: work }).stdout;
  expect(JSON.parse(report)).toMatchObject({ notes: [words.trim()] });
});
