// The package as somebody installs it: into an empty project, from the tarball; as ESM, as CommonJS, as a command, with its types.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const maxTarballBytes = 700_000;
const maxUnpackedBytes = 2_000_000;

let project: string;
let tarball: string;
let unpackedBytes: number;
let packed: readonly string[];

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'glacis-package-'));
  const json = execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', project], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [report] = JSON.parse(json) as [{ filename: string; unpackedSize: number; files: { path: string }[] }];
  unpackedBytes = report.unpackedSize;
  tarball = join(project, report.filename);
  packed = report.files.map(({ path }) => path);
  writeFileSync(join(project, 'package.json'), '{ "name": "empty", "private": true }\n');
  const args = ['install', '--prefer-offline', '--no-audit', '--no-fund', tarball];
  execFileSync('npm', args, { cwd: project, stdio: ['ignore', 'ignore', 'pipe'] });
}, 180_000);
afterAll(() => rmSync(project, { recursive: true, force: true }));

const program = (load: string) => `${load}
const region = new HardeningStack(undefined, 'ams1', { release: '2025.1' });
new HardenedGlance(region, 'glance', { imageImport: { allowedHosts: ['images.example.org'] } });
console.log(JSON.stringify([glacisVersion, synthesize(region, { out: process.argv[2] }).created.length > 0]));
`;
const names = '{ glacisVersion, HardenedGlance, HardeningStack, synthesize }';
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

test('the tarball holds no development files and is small', () => {
  const strange = packed.filter(
    (path) =>
      !/^(lib\/.+\.(js|cjs|d\.ts|json)|plugin\/[\w/]+\.(py|md|cfg|toml)|docs\/[a-z-]+\.md|package\.json|[A-Z]+(\.md)?)$/.test(
        path,
      ),
  );
  expect(strange).toEqual([]);
  expect(statSync(tarball).size).toBeLessThan(maxTarballBytes);
  expect(unpackedBytes).toBeLessThan(maxUnpackedBytes);
});

test('an installation compiles ahead what a cold start needs, for its own Node, and nothing of it is packed', () => {
  const ahead = readdirSync(join(project, 'node_modules/glacis/lib/chunks/ahead'));
  const ending = `-${process.versions.v8}-${process.arch}.bin`;
  expect(ahead.filter((name) => !name.endsWith(ending))).toEqual([]);
  expect(ahead).toEqual(expect.arrayContaining(['main', 'shared', 'synth', 'judge'].map((name) => name + ending)));
});

test('a stack trace names functions and lines that can be read', () => {
  const program = `const { HardeningStack, hardenRegion } = require('glacis');
hardenRegion(new HardeningStack(undefined, 'a', { release: '2025.1' }), null);`;
  const { stderr } = spawnSync(process.execPath, ['-e', program], { cwd: project, encoding: 'utf8' });
  const [, chunk = '', line] = /at takeArguments \(.*\/lib\/(chunks\/\w+\.js):(\d+):\d+\)/.exec(stderr) ?? [];
  const lines = readFileSync(join(project, 'node_modules/glacis/lib', chunk), 'utf8').split('\n');
  const above = lines.slice(0, Number(line)).reverse();
  expect(above.find((text) => text.startsWith('// '))).toBe('// door/arguments');
  expect(above[0]?.length).toBeLessThan(400);
});

test.each([
  ['CommonJS', 'use.cjs', `const ${names} = require('glacis');`],
  ['ESM', 'use.mjs', `import ${names} from 'glacis';`],
])('works as %s', (_, file, load) => {
  writeFileSync(join(project, file), program(load));
  const stdout = execFileSync(process.execPath, [file, `out-${file}`], { cwd: project, encoding: 'utf8' });
  expect(JSON.parse(stdout)).toEqual([version, true]);
});

test('the command works, the judge too', () => {
  const glacis = join(project, 'node_modules/.bin/glacis');
  const run = (...args: string[]) => spawnSync(glacis, args, { cwd: project, encoding: 'utf8' });
  expect(run('--version').stdout).toBe(`${version}\n`);
  expect(run('init').status).toBe(0);
  expect(run('synth')).toMatchObject({ status: 0 });
  expect(run('verify', 'glacis.out', '--format', 'json').status).toBeLessThanOrEqual(2);
  writeFileSync(join(project, 'region.toml'), 'release = "2025.1"\n');
  expect(run('synth', 'region.toml', '--out', 'out-toml')).toMatchObject({ status: 0 });
});

const strictest = {
  strict: true,
  skipLibCheck: false,
  isolatedModules: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noImplicitOverride: true,
  noPropertyAccessFromIndexSignature: true,
  declaration: true,
};

test.each([
  ['node16', { module: 'node16', moduleResolution: 'node16' }],
  ['nodenext', { module: 'nodenext', moduleResolution: 'nodenext' }],
  ['bundler', { module: 'esnext', moduleResolution: 'bundler' }],
  ['bundler, modules as written', { module: 'preserve', moduleResolution: 'bundler', verbatimModuleSyntax: true }],
])('declarations are whole for a strict compiler without the DOM: %s', (name, resolution) => {
  const directory = join(project, `types-${name.replace(/\W+/g, '-')}`);
  mkdirSync(directory);
  const text = `import * as glacis from 'glacis';
import { HardeningStack, ImagePolicy, type IntentFile, judgeStack, loadIntent, openDirectory, settleRegions, synthesize } from 'glacis';
export const all: typeof glacis = glacis;
export const intent: IntentFile = { release: '2025.1' };
export const stack = new HardeningStack(undefined, 'a', { release: '2025.1' });
export const policy = new ImagePolicy(stack, 'policy');
export const written = synthesize(stack);
export const loaded = loadIntent('glacis.yaml');
export const regions = settleRegions(loaded);
export const opened = openDirectory('/etc', { release: 'zed' });
export const attacks = judgeStack(stack).attacks.map(({ attack, answer }) => [attack.id, answer.verdict] as const);
// @ts-expect-error an unknown release is no release
export const wrong: IntentFile = { release: '1999.1' };
`;
  writeFileSync(join(directory, 'use.mts'), text);
  const compilerOptions = { ...strictest, ...resolution, target: 'es2022', lib: ['es2022'], noEmit: true, types: [] };
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.mts'] }));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', directory], { cwd: project, encoding: 'utf8' });
  expect(stdout).toBe('');
});

test('what README and docs/typescript.md show compiles, and its regions are written', () => {
  const directory = join(project, 'pages');
  mkdirSync(directory);
  const blocks = ['README.md', 'docs/typescript.md'].flatMap((page) =>
    [...readFileSync(join(root, page), 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)].map(([, block = '']) => block),
  );
  expect(blocks.length).toBeGreaterThan(5);
  // The second one is what the others import.
  const names = blocks.map((_, index) => (index === 1 ? 'stacks.ts' : `block-${index}.ts`));
  for (const [index, name] of names.entries()) writeFileSync(join(directory, name), `${blocks[index]}\nexport {};\n`);
  const globals = `declare const require: { readonly main: unknown };
declare const module: unknown;
declare const test: { each<T>(list: readonly T[]): (name: string, run: (one: T) => void) => void };
declare function expect(value: unknown): { toBe(value: unknown): void; toMatchSnapshot(): void };
`;
  writeFileSync(join(directory, 'globals.d.ts'), globals);
  const compilerOptions = { ...strictest, module: 'node16', moduleResolution: 'node16', target: 'es2022', types: [] };
  const files = [...names, 'globals.d.ts'];
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  expect(spawnSync(process.execPath, [tsc, '-p', directory], { cwd: project, encoding: 'utf8' }).stdout).toBe('');
  for (const [name, written] of [
    ['block-0.js', 'glance'],
    ['stacks.js', 'fra1'],
  ] as const) {
    execFileSync(process.execPath, [name], { cwd: directory });
    expect(readdirSync(join(directory, 'glacis.out'))).toContain(written);
    rmSync(join(directory, 'glacis.out'), { recursive: true });
  }
});

test('two copies of Glacis, and two of constructs, take what the other made or say that they cannot', () => {
  const second = join(project, 'second');
  mkdirSync(second);
  writeFileSync(join(second, 'package.json'), '{ "name": "second", "private": true }\n');
  const args = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', second];
  execFileSync('npm', [...args, tarball, 'constructs@10.6.0'], { cwd: second, stdio: ['ignore', 'ignore', 'pipe'] });
  const text = `const one = require('glacis'), other = require('./second/node_modules/glacis');
const { RootConstruct } = require('constructs'), foreign = require('./second/node_modules/constructs');
const tell = (run) => { try { return run(); } catch (error) { return error instanceof one.IntentProblems ? error.problems.map(({ got }) => got) : String(error); } };
const stack = new one.HardeningStack(new RootConstruct(), 'r', { release: '2025.1' });
new other.HardenedGlance(stack, 'glance');
const cloud = one.openFiles(new Map(), { release: '2025.1' });
console.log(JSON.stringify([
  one === other || RootConstruct === foreign.RootConstruct,
  stack.problems().length,
  other.renderStack(stack).size,
  other.judgeStack(stack).attacks.length === one.judgeStack(stack).attacks.length,
  other.judgementToJson(one.judge(cloud)).release,
  other.createUrlProbe(cloud)('http://x.example/').verdict,
  other.settleRegions(one.parseIntent('release: zed', 'x.yaml', 'yaml')).length,
  tell(() => new other.HardeningStack(undefined, '', { release: 'zed' })),
  tell(() => new one.HardeningStack(new foreign.RootConstruct(), 'r', { release: 'zed' })),
]));`;
  const stdout = execFileSync(process.execPath, ['-e', text], { cwd: project, encoding: 'utf8' });
  const notFit = 'a scope of another copy of the package constructs, whose version does not fit';
  expect(JSON.parse(stdout)).toEqual([false, 0, 4, true, '2025.1', 'pass', 1, ['an empty name'], [notFit]]);
}, 180_000);

test('the bill of materials names exactly what an installation brings, with hashes, and nothing that differs from run to run', () => {
  const bill = (): string => execFileSync('npm', ['run', '-s', 'sbom'], { cwd: root, encoding: 'utf8', stdio: 'pipe' });
  const text = bill();
  const { components, bomFormat } = JSON.parse(text) as {
    bomFormat: string;
    components: { name: string; hashes: { alg: string }[] }[];
  };
  const installed = JSON.parse(readFileSync(join(project, 'node_modules/.package-lock.json'), 'utf8')) as {
    packages: Record<string, unknown>;
  };
  // By name: an installation may get a later version within the range than the lock has.
  const brought = Object.keys(installed.packages)
    .map((path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length))
    .filter((name) => name !== 'glacis');
  expect(bomFormat).toBe('CycloneDX');
  expect(components.map(({ name }) => name).sort()).toEqual(brought.sort());
  for (const { hashes } of components) expect(hashes.map(({ alg }) => alg)).toContain('SHA-512');
  expect(text).not.toMatch(/https?:\/\/(?!cyclonedx)|timestamp|serialNumber/);
  expect(bill()).toBe(text);
});
