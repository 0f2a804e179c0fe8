// The releases of Node that package.json admits: the same bytes, the same verdicts, and not a word of V8 about flags it does not know.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
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
});
