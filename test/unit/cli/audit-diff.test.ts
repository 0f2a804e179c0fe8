// audit --fix, --against, --policy, --upgrade-to, and diff: exit codes, files on disk, git revisions.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root, runCli } from './run-cli';

let work: string;
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'glacis-audit-'));
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

const stock = join(root, 'test/checks/trees/stock');
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(work, path)), { recursive: true });
  writeFileSync(join(work, path), text);
};
const read = (path: string): string => readFileSync(join(work, path), 'utf8');
const intent = (hosts: string, more = ''): string =>
  `release: "2025.1"\npackages:\n  glance: "30.2.0"\nimageImport:\n  allowedHosts: [${hosts}]\n${more}`;

describe('audit --fix', () => {
  test('writes a mended copy and leaves the tree alone; the report is of the copy', () => {
    cpSync(stock, join(work, 'etc'), { recursive: true });
    const run = runCli(['audit', 'etc', '--release', '2025.1', '--fix', '--out', 'out', '--format', 'json'], {
      cwd: work,
    });
    const report = JSON.parse(run.stdout) as {
      summary: { open: number };
      fixes: { closed: string[]; changedFiles: string[]; writtenTo: string };
    };
    expect(report.fixes.closed).toContain('ssrf-metadata-address');
    expect(report.fixes.writtenTo).toBe('out');
    for (const file of report.fixes.changedFiles) expect(existsSync(join(work, 'out', file))).toBe(true);
    expect(existsSync(join(work, 'etc/glance/glance.conf.d'))).toBe(false);
    const again = runCli(['audit', 'out', '--release', '2025.1', '--format', 'json'], { cwd: work });
    expect((JSON.parse(again.stdout) as typeof report).summary.open).toBe(report.summary.open);
    const blocked = runCli(['audit', 'etc', '--release', '2025.1', '--fix', '--out', 'out'], { cwd: work });
    expect(blocked).toMatchObject({ code: 1, stdout: '' });
    expect(blocked.stderr).toContain('output-blocked');
  });

  test('in place: a backup that no policy directory reads, the mode kept, a second run changes nothing', () => {
    cpSync(stock, join(work, 'etc'), { recursive: true });
    write('etc/glance/policy.d/50.yaml', '# ours\n"tasks_api_access": "@"\n');
    chmodSync(join(work, 'etc/glance/policy.d/50.yaml'), 0o600);
    const run = runCli(['audit', 'etc', '--release', '2025.1', '--fix', '--in-place'], { cwd: work });
    expect(run.stderr).toBe('');
    expect(read('etc/glance/policy.d/50.yaml')).toBe('# ours\n"tasks_api_access": "!"\n');
    expect(statSync(join(work, 'etc/glance/policy.d/50.yaml')).mode & 0o777).toBe(0o600);
    expect(read('etc/glance/policy.d/.50.yaml.orig')).toBe('# ours\n"tasks_api_access": "@"\n');
    expect(readdirSync(join(work, 'etc/glance/policy.d')).filter((name) => name.includes('glacis-new'))).toEqual([]);
    const second = runCli(['audit', 'etc', '--release', '2025.1', '--fix', '--in-place'], { cwd: work });
    expect(second.stdout).toContain('FIXES: 0 edits in 0 files');
    expect(existsSync(join(work, 'etc/glance/policy.d/.50.yaml.orig.2'))).toBe(false);
  });

  test('refuses bytes that are not the text that was judged, and writes nothing at all', () => {
    cpSync(stock, join(work, 'etc'), { recursive: true });
    const policy = join(work, 'etc/glance/policy.yaml');
    writeFileSync(policy, Buffer.from('# caf\xe9\n"tasks_api_access": "@"\n', 'latin1'));
    const run = runCli(['audit', 'etc', '--release', '2025.1', '--fix', '--in-place'], { cwd: work });
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(existsSync(join(work, 'etc/glance/glance.conf.d'))).toBe(false);
    expect(readdirSync(join(work, 'etc/glance')).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test.each([[['--fix']], [['--fix', '--out', 'o', '--in-place']], [['--out', 'o']], [['--region', 'x']]])(
    '%j is a usage error',
    (more) => {
      const run = runCli(['audit', stock, '--release', '2025.1', ...more], { cwd: work });
      expect(run).toMatchObject({ code: 1, stdout: '' });
      expect(run.stderr).toMatch(/^command line: usage\n/);
    },
  );
});

test('audit --against tells the drift of a live tree, and needs no --release', () => {
  write('glacis.yaml', intent('a.example'));
  expect(runCli(['synth'], { cwd: work }).code).toBe(0);
  cpSync(join(work, 'glacis.out'), join(work, 'etc'), { recursive: true });
  const same = JSON.parse(
    runCli(['audit', 'etc', '--against', 'glacis.out', '--format', 'json'], { cwd: work }).stdout,
  ) as { drift: { findings: { kind: string }[] } };
  expect(same.drift.findings).toEqual([]);
  write('etc/glance/uwsgi.conf.d/99.conf', '[import_filtering_opts]\nallowed_hosts = []\n');
  const run = runCli(['audit', 'etc', '--against', 'glacis.out'], { cwd: work });
  expect(run.code).toBe(2);
  expect(run.stdout).toContain('overridden import_filtering_opts/allowed_hosts glance/uwsgi.conf.d/99.conf:2');
});

test('drift alone and changes of an upgrade alone are something, where nothing is open', () => {
  const strict = join(root, 'examples/operator-images-only/glacis.yaml');
  expect(runCli(['synth', strict], { cwd: work }).code).toBe(0);
  cpSync(join(work, 'glacis.out'), join(work, 'etc'), { recursive: true });
  const codeOf = (...more: string[]) =>
    runCli(['audit', 'etc', '--against', 'glacis.out', ...more], { cwd: work }).code;
  expect(codeOf()).toBe(0);
  expect(codeOf('--upgrade-to', '2025.1')).toBe(0);
  expect(codeOf('--upgrade-to', '2025.2')).toBe(2);
  write('etc/glance/glance.conf.d/95.conf', '[DEFAULT]\nimage_size_cap = 1000000\n');
  expect(codeOf()).toBe(2);
});

test('audit --policy and --upgrade-to add their sections to text and JSON', () => {
  const args = [
    'audit',
    join(root, 'test/checks/trees/queens-stock'),
    '--release',
    'queens',
    '--policy',
    '--upgrade-to',
    '2026.1',
  ];
  const report = JSON.parse(runCli([...args, '--format', 'json']).stdout) as {
    policy: { rule: string }[];
    upgrade: { to: string; changes: unknown[] };
    attacks: unknown[];
  };
  expect(report.policy.map(({ rule }) => rule)).toContain('add_image');
  expect(report.upgrade).toMatchObject({ to: '2026.1' });
  expect(report.attacks.length).toBeGreaterThan(0);
  expect(runCli(args).stdout).toContain('changes to 2026.1');
});

describe('diff', () => {
  test('a manifest larger than any configuration is read, as verify reads it', () => {
    write('glacis.yaml', intent('a.example'));
    runCli(['synth'], { cwd: work });
    write('glacis.out/glacis-manifest.json', `${read('glacis.out/glacis-manifest.json')}${' '.repeat(9_000_000)}`);
    expect(json(['glacis.out', 'glacis.yaml'])).toMatchObject({ code: 0, changes: [] });
    write('glacis.yaml', intent('a.example, b.example'));
    expect(json(['glacis.out', 'glacis.yaml'])).toMatchObject({ code: 3 });
  });

  const json = (args: readonly string[]) => {
    const run = runCli(['diff', ...args, '--format', 'json'], { cwd: work });
    return {
      code: run.code,
      ...(JSON.parse(run.stdout) as { changes: unknown[]; attacksOpened: string[]; attacksClosed: string[] }),
    };
  };

  test('exit 0 for equal intents, 3 when something is looser, 2 when it is tighter', () => {
    write('a.yaml', intent('a.example'));
    write('b.yaml', `# another comment\n${intent('a.example')}`);
    write('c.yaml', intent('a.example, b.example'));
    expect(json(['a.yaml', 'b.yaml'])).toEqual({ code: 0, changes: [], attacksOpened: [], attacksClosed: [] });
    expect(json(['a.yaml', 'c.yaml'])).toMatchObject({ code: 3, changes: [{ direction: 'looser' }] });
    expect(json(['c.yaml', 'a.yaml'])).toMatchObject({ code: 2, changes: [{ direction: 'tighter' }] });
  });

  test('an intent, its output directory and the tree say the same', () => {
    write('a.yaml', intent('a.example'));
    expect(runCli(['synth', 'a.yaml', '--out', 'o'], { cwd: work }).code).toBe(0);
    expect(json(['a.yaml', 'o']).code).toBe(0);
    cpSync(join(work, 'o'), join(work, 'etc'), { recursive: true });
    rmSync(join(work, 'etc/glacis-manifest.json'));
    expect(json(['o', 'etc']).code).toBe(0);
  });

  test('trees need a release, and a missing side is said', () => {
    expect(runCli(['diff', stock, stock]).stderr).toContain('--release');
    const missing = runCli(['diff', stock, 'nowhere', '--release', '2025.1']);
    expect(missing).toMatchObject({ code: 1, stdout: '' });
    expect(missing.stderr).toMatch(/^nowhere: unreadable\n/);
    expect(runCli(['diff', stock, stock, '--release', '2025.1']).code).toBe(0);
  });

  test('git revisions of intents and trees, named in ways that look like options or shell', () => {
    const git = (...args: string[]) =>
      execFileSync(
        'git',
        ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'init.defaultBranch=main', ...args],
        {
          cwd: work,
          stdio: 'pipe',
        },
      );
    git('init', '-q');
    write('glacis.yaml', intent('a.example'));
    write('etc/glance/glance-api.conf', '[import_filtering_opts]\nallowed_hosts = [a.example]\n');
    git('add', '.');
    git('commit', '-q', '-m', 'one');
    write('glacis.yaml', intent('a.example, b.example'));
    write('etc/glance/glance-api.conf', '[import_filtering_opts]\nallowed_hosts = []\n');
    expect(json(['HEAD:glacis.yaml', 'glacis.yaml']).code).toBe(3);
    expect(json(['HEAD:etc', 'etc', '--release', '2025.1'])).toMatchObject({ code: 3 });
    git('commit', '-q', '-a', '-m', 'two');
    expect(json(['HEAD~1:./glacis.yaml', 'HEAD:glacis.yaml']).code).toBe(3);
    for (const name of [
      'HEAD:missing',
      'nope:glacis.yaml',
      '$(touch pwned):x',
      'HEAD; touch pwned:x',
      '--upload-pack=touch pwned:x',
    ]) {
      expect(runCli(['diff', '--', name, 'glacis.yaml'], { cwd: work })).toMatchObject({ code: 1, stdout: '' });
    }
    expect(existsSync(join(work, 'pwned'))).toBe(false);
  });

  test('a fleet is summarised by region, in every format', () => {
    const fleet = (hosts: string) =>
      `${intent('a.example')}regions:\n  one: {}\n  two:\n    imageImport:\n      allowedHosts: [${hosts}]\n`;
    write('a.yaml', fleet('a.example'));
    write('b.yaml', fleet('a.example, evil.example'));
    const run = runCli(['diff', 'a.yaml', 'b.yaml', '--format', 'json'], { cwd: work });
    expect(run.stderr).toBe('');
    expect(JSON.parse(run.stdout)).toMatchObject({ changes: [{ regions: ['two'] }], regions: { two: { looser: 1 } } });
    expect(runCli(['diff', 'a.yaml', 'b.yaml'], { cwd: work }).stdout).toContain('REGIONS THAT DIFFER (1)');
    const markdown = runCli(['diff', 'a.yaml', 'b.yaml', '--format', 'markdown'], { cwd: work }).stdout;
    expect(markdown).toMatch(/^### Glacis: security gets looser\n/);
    expect(markdown).toContain('in two');
  });
});
