// Fleets: some regions now, the rest untouched; a summary for many; equal regions once; what a killed run left is used.
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProgress } from '../../../src/cli/progress';
import { renderRegions, settleFile } from '../../../src/cli/regions';
import { MANIFEST, parseManifest } from '../../../src/output/manifest';
import { TreeDraft } from '../../../src/output/tree-draft';
import { runCli } from './run-cli';

let work: string;
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'glacis-fleet-'));
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

const conf = (region: string) => join(work, 'glacis.out', region, 'glance/glance.conf.d/90-glacis.conf');
const run = (...args: string[]) => runCli(args, { cwd: work });

/** r0 .. r(count-1), each with a host of its own when `own` says so. */
function writeFleet(count: number, host: string, own: (index: number) => boolean = () => false): void {
  const regions = Array.from({ length: count }, (_, i) =>
    own(i) ? `  r${i}: { imageImport: { allowedHosts: [m${i}.example.org] } }\n` : `  r${i}: {}\n`,
  );
  const text = `release: "2025.1"\nimageImport: { allowedHosts: [${host}] }\nregions:\n${regions.join('')}`;
  writeFileSync(join(work, 'glacis.yaml'), text);
}

test('--only with a name that no region has tells the names there are', () => {
  writeFleet(10, 'a.example');
  const wanted = 'wanted: a region of the intent: r0, r1, r2, r3, r4, r5, r6, r7, ...\n';
  for (const command of ['synth', 'verify']) expect(run(command, '--only', 'north').stderr).toContain(wanted);
  expect(run('synth', '--only', 'r33').stderr).toContain('did you mean r');
});

test('--only renders those regions and leaves the others as they lie', () => {
  writeFleet(3, 'old.example');
  expect(run('synth').code).toBe(0);
  writeFileSync(conf('r2'), 'edited by hand\n');
  const untouched = lstatSync(conf('r0'));
  writeFleet(3, 'new.example');
  const { code, stdout } = run('synth', '--only', 'r1');
  expect(code).toBe(0);
  expect(stdout.split('\n').filter((line) => line !== '' && !line.startsWith('~ r1/'))).toEqual([]);
  expect(readFileSync(conf('r1'), 'utf8')).toContain('new.example');
  expect(readFileSync(conf('r0'), 'utf8')).toContain('old.example');
  expect(lstatSync(conf('r0'))).toMatchObject({ ino: untouched.ino, mtimeMs: untouched.mtimeMs });
  expect(readFileSync(conf('r2'), 'utf8')).toBe('edited by hand\n');
  const manifest = parseManifest(readFileSync(join(work, 'glacis.out', MANIFEST), 'utf8'));
  expect(manifest?.regions.map(({ name }) => name)).toEqual(['r0', 'r1', 'r2']);
  expect(run('synth', '--check', '--only', 'r1').code).toBe(0);
  expect(run('synth', '--check', '--only', 'r0').code).toBe(2);
});

test('--only keeps the entries of all other regions in the index of the fleet, of those too that the intent no longer names', () => {
  const text = (names: readonly string[]) =>
    `release: "2025.1"\ntargets: [kustomize]\nregions:\n${names.map((name) => `  ${name}: {}\n`).join('')}`;
  const index = () => readFileSync(join(work, 'glacis.out/_fleet/kustomize/flux/kustomization.yaml'), 'utf8');
  const named = () => [...index().matchAll(/(r\d)\.yaml/g)].map((match) => match[1]);
  writeFileSync(join(work, 'glacis.yaml'), text(['r0', 'r1', 'r2']));
  expect(run('synth').code).toBe(0);
  const whole = index();
  writeFileSync(join(work, 'glacis.yaml'), text(['r0', 'r1', 'r3']));
  expect(run('synth', '--only', 'r1').code).toBe(0);
  expect(index()).toBe(whole);
  expect(run('synth', '--only', 'r3').code).toBe(0);
  expect(named()).toEqual(['r0', 'r1', 'r2', 'r3']);
  expect(existsSync(join(work, 'glacis.out/_fleet/kustomize/flux/regions/r2.yaml'))).toBe(true);
  expect(run('synth').code).toBe(0);
  expect(named()).toEqual(['r0', 'r1', 'r3']);
});

test('shards with --only add up to the whole', () => {
  writeFleet(4, 'one.example', (i) => i % 2 === 0);
  expect(run('synth', '--out', 'whole').code).toBe(0);
  for (const shard of [['r3', 'r1'], ['r0'], ['r2']]) {
    expect(run('synth', '--out', 'shards', ...shard.flatMap((name) => ['--only', name])).code).toBe(0);
  }
  expect(execFileSync('diff', ['-r', 'whole', 'shards'], { cwd: work, encoding: 'utf8' })).toBe('');
});

test.each([
  [['--only', 'r9'], 'r9'],
  [['--only', 'R1'], 'did you mean r1?'],
])('a region that is not there: %j', (args, words) => {
  writeFleet(2, 'a.example');
  for (const command of ['synth', 'verify']) {
    const { code, stderr } = run(command, ...args);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(words) });
  }
  expect(existsSync(join(work, 'glacis.out'))).toBe(false);
});

test('a manifest that lost a region: verify refuses it, and --only throws nothing away for it', () => {
  writeFleet(2, 'a.example');
  expect(run('synth').code).toBe(0);
  const file = join(work, 'glacis.out', MANIFEST);
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { regions: unknown[] };
  writeFileSync(file, `${JSON.stringify({ ...manifest, regions: manifest.regions.slice(1) }, null, 2)}\n`);
  expect(run('verify', 'glacis.out')).toMatchObject({ code: 1, stdout: '' });
  expect(run('diff', 'glacis.yaml', 'glacis.out')).toMatchObject({ code: 1, stdout: '' });
  writeFleet(2, 'b.example');
  expect(run('synth', '--only', 'r1').stderr).toContain('without --only');
  expect(readFileSync(conf('r0'), 'utf8')).toContain('a.example');
  expect(run('synth').code).toBe(0);
});

test('--only does not mix with a tree that has no regions', () => {
  writeFileSync(join(work, 'glacis.yaml'), 'release: "2025.1"\n');
  expect(run('synth').code).toBe(0);
  expect(run('synth', '--only', 'r0').stderr).toContain('no regions');
  writeFleet(2, 'a.example');
  expect(run('synth', '--only', 'r0').stderr).toContain('output-blocked');
  expect(readdirSync(work).sort()).toEqual(['glacis.out', 'glacis.yaml']);
});

test('verify tells many regions in summary, one in full, and JSON region by region', () => {
  writeFleet(7, 'a.example', (i) => i === 3);
  run('synth');
  for (const source of ['glacis.yaml', 'glacis.out']) {
    const summary = run('verify', source);
    expect(summary.code).toBe(2);
    expect(summary.stdout).toContain('7 regions');
    expect(summary.stdout).not.toContain('STOPPED');
    expect(summary.stdout.split('\n').length).toBeLessThan(200);
    expect(run('verify', source, '--only', 'r3').stdout).toContain('STOPPED');
    expect(run('verify', source, '--verbose').stdout).toContain('STOPPED');
    const report = JSON.parse(run('verify', source, '--format', 'json').stdout);
    expect(Object.keys(report.regions)).toEqual(Array.from({ length: 7 }, (_, i) => `r${i}`));
  }
});

test('the summary names the region that opened something', () => {
  writeFleet(7, 'a.example');
  run('synth');
  const file = conf('r4');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^allowed_hosts = .*/m, 'allowed_hosts = []'));
  const { stdout } = run('verify', 'glacis.out');
  expect(stdout).toMatch(/ssrf-kubernetes-api-name in 1 region\n +r4\n/);
});

test('an accepted risk that equal regions share is used in each of them', () => {
  writeFleet(3, 'a.example');
  const open = JSON.parse(run('verify', '--only', 'r0', '--format', 'json').stdout) as {
    attacks: { id: string; verdict: string }[];
  };
  const id = open.attacks.find(({ verdict }) => verdict === 'open')?.id;
  expect(id).toBeDefined();
  const text = readFileSync(join(work, 'glacis.yaml'), 'utf8');
  const risks = `acceptedRisks: [{ risk: ${id}, reason: a test, until: "2099-01-01" }]\n`;
  writeFileSync(join(work, 'glacis.yaml'), risks + text);
  run('synth');
  expect(run('verify', 'glacis.out').stderr).toBe('');
});

test('a region directory that became a link is refused', () => {
  writeFleet(2, 'a.example');
  run('synth');
  mkdirSync(join(work, 'elsewhere'));
  execFileSync('mv', [join(work, 'glacis.out/r1'), join(work, 'elsewhere/r1')]);
  execFileSync('ln', ['-s', join(work, 'elsewhere/r1'), join(work, 'glacis.out/r1')]);
  expect(run('verify', 'glacis.out')).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('a link') });
});

test('regions that settle to the same thing are laid out once', () => {
  writeFleet(500, 'a.example', (i) => i % 100 === 7);
  const layouts = new Set([...renderRegions(settleFile(join(work, 'glacis.yaml')))].map(({ layout }) => layout));
  expect(layouts.size).toBe(6);
});

test('a problem in one region of many: told, and nothing is written', () => {
  writeFleet(60, 'a.example');
  const text = readFileSync(join(work, 'glacis.yaml'), 'utf8');
  writeFileSync(join(work, 'glacis.yaml'), `${text}  bad: { packages: { glance: "1.0" } }\n`);
  const { code, stderr } = run('synth', '--out', 'deep/er/out');
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('/regions/bad/packages/glance') });
  expect(readdirSync(work)).toEqual(['glacis.yaml']);
});

test('a draft that is given up leaves nothing, new parents included', () => {
  const draft = new TreeDraft(join(work, 'deep/er/out'));
  draft.add('r0/a', 'a');
  expect(readdirSync(join(work, 'deep/er'))).toHaveLength(1);
  draft.abandon();
  expect(readdirSync(work)).toEqual([]);
});

test('the next run takes over what a killed one had written, and nothing that is wrong', () => {
  writeFleet(3, 'a.example');
  run('synth', '--out', 'whole');
  const left = join(work, '.glacis.out.glacis-new-999999999');
  execFileSync('cp', ['-a', join(work, 'whole'), left]);
  writeFileSync(join(left, 'r1/README.md'), 'half a fi');
  writeFileSync(join(left, 'r1/never-wanted'), '');
  const right = lstatSync(join(left, 'r0/README.md'));
  expect(run('synth').code).toBe(0);
  expect(execFileSync('diff', ['-r', 'whole', 'glacis.out'], { cwd: work, encoding: 'utf8' })).toBe('');
  expect(lstatSync(join(work, 'glacis.out/r0/README.md')).ino).toBe(right.ino);
  expect(readdirSync(work).sort()).toEqual(['glacis.out', 'glacis.yaml', 'whole']);
});

test('progress shows on a terminal only', () => {
  const seen: string[] = [];
  const stream = (isTTY: boolean) => ({ isTTY, write: (text: string) => seen.push(text) });
  for (const [isTTY, isQuiet, total] of [
    [false, false, 1000],
    [true, true, 1000],
    [true, false, 3],
  ] as const) {
    const progress = startProgress('judged', total, isQuiet, stream(isTTY));
    progress.advance();
    progress.clear();
  }
  expect(seen).toEqual([]);
  const progress = startProgress('judged', 1000, false, stream(true));
  for (let i = 0; i < 1000; i += 1) progress.advance();
  expect(seen).toHaveLength(100);
  expect(seen.at(-1)).toContain('judged 1000 of 1000 regions');
});
