// The releases of Node that package.json admits: the same bytes, the same verdicts, and not a word of V8 about flags it does not know.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { OwnCopy } from '../unit/cli/own-copy';
import { hasNodeReleases, nodeReleases } from './carried-programs';

const root = resolve(__dirname, '../..');
const glacis = join(root, 'lib/cli/main.js');

let work: string;
beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'glacis-node-releases-'));
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** More than 128 KiB: from there on the heap is kept small by flags. */
function composeFleet(): string {
  const regions = Array.from({ length: 600 }, (_, region) => {
    const hosts = Array.from({ length: 12 }, (_, host) => `m${region}-${host}.example.org`);
    return `  region-${region}: { imageImport: { allowedHosts: [${hosts.join(', ')}] } }\n`;
  });
  return `release: "2025.1"\nregions:\n${regions.join('')}`;
}

const commands = [
  ['synth', 'region.yaml', '--out', 'region'],
  ['synth', 'fleet.yaml', '--out', 'fleet'],
  ['verify', 'region', '--format', 'json'],
  ['verify', 'fleet', '--only', 'region-7', '--format', 'json'],
  ['audit', join(root, 'test/checks/trees/stock'), '--release', 'zed', '--format', 'json'],
  ['explain', 'OSSA-2026-004'],
];

/** Two halves of 1 MiB, and what V8 rounds up to. Left alone it takes 32. */
const MAX_YOUNG_BYTES = 4 * 2 ** 20;

/** The space for young objects at the end of a synth of the fleet. */
function measureYoung(program: string, directory: string): number {
  const preload = join(work, 'young.cjs');
  const young = "require('node:v8').getHeapSpaceStatistics().find((one) => one.space_name === 'new_space').space_size";
  writeFileSync(preload, `process.on('exit', () => process.stderr.write('YOUNG ' + ${young} + '\\n'));`);
  const args = ['--require', preload, glacis, 'synth', 'fleet.yaml', '--out', 'again', '--quiet'];
  const { stderr } = spawnSync(program, args, { cwd: join(work, directory), encoding: 'utf8', maxBuffer: 1 << 26 });
  return Number(/^YOUNG ([0-9]+)$/m.exec(stderr)?.[1]);
}

/** What every command says and leaves behind, each in a directory of the same content. */
function runAll(program: string, directory: string) {
  const cwd = join(work, directory);
  mkdirSync(cwd);
  const fleet = composeFleet();
  expect(fleet.length).toBeGreaterThan(128 * 1024);
  writeFileSync(join(cwd, 'fleet.yaml'), fleet);
  writeFileSync(join(cwd, 'region.yaml'), readFileSync(join(root, 'examples/public-region/glacis.yaml')));
  const said = commands.map((args) => {
    const { status, stdout, stderr } = spawnSync(program, [glacis, ...args], { cwd, encoding: 'utf8' });
    return { args, status, stdout, stderr };
  });
  const manifests = ['region', 'fleet'].map((tree) => readFileSync(join(cwd, tree, 'glacis-manifest.json'), 'utf8'));
  return { said, manifests };
}

test.each(nodeReleases)('Node %s writes and judges what this one does', (version, program) => {
  if (!hasNodeReleases(`the command line under Node ${version}`)) return;
  expect(spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout.trim()).toBe(`v${version}`);
  const here = runAll(process.execPath, `here-${version}`);
  expect(here.said.map(({ status }) => status)).toEqual([0, 0, 2, 2, 2, 0]);
  expect(runAll(program, `there-${version}`)).toEqual(here);
  expect(measureYoung(program, `there-${version}`)).toBeLessThanOrEqual(MAX_YOUNG_BYTES);
});

test.each(nodeReleases)('Node %s takes what it compiled ahead', (version, program) => {
  if (!hasNodeReleases(`code compiled ahead by Node ${version}`)) return;
  const directory = join(work, `ahead-${version}`);
  mkdirSync(directory);
  const copy = new OwnCopy(directory, program);
  const synth = ['synth', join(root, 'examples/public-region/glacis.yaml'), '--out', 'out'];
  const taken = { main: true, shared: true, synth: true, 'js-yaml-browser': true };
  expect(copy.compileAhead()).toMatchObject({ status: 0, stdout: '', stderr: '' });
  expect(copy.listTaken(...synth)).toEqual(taken);
  expect(copy.glacis('verify', 'out', '--format', 'json').status).toBe(2);
});
