// The real command line of cdktf synthesizes our stacks, and refuses one that has problems. That of cdktn does not start under Node 20.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { bedDirectory } from './bed';
import { answerOnce } from './kept-answers';

const root = resolve(__dirname, '../..');
const { version } = JSON.parse(readFileSync(join(root, 'node_modules/cdktf/package.json'), 'utf8')) as {
  readonly version: string;
};
/** What the programs of this file are made of: they are written or run, and never imported. */
const also = [
  'cdktf.json',
  'examples/terraform/main.ts',
  'src/constructs/hardened-glance.ts',
  'src/constructs/hardening-stack.ts',
  'src/terraform/cdktf.ts',
];
let work = '';
let program = '';

beforeAll(() => {
  program = join(installCommandLine(version), 'node_modules', '.bin', 'cdktf');
});
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'glacis-terraform-cli-'));
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

/** Asks the command line, unless it was asked earlier about the same sources. */
function synthOnce(name: string, ask: () => void): Promise<unknown> {
  const question = { kind: 'cdktf', name, facts: [version], also };
  return answerOnce({
    ...question,
    ask: async () => {
      ask();
      return { answers: 1 };
    },
  });
}

test('cdktf synth of the example that cdktf.json names writes what the program writes alone', () =>
  synthOnce('example', () => {
    const { exitCode, printed } = synth();
    expect({ exitCode, printed }).toMatchObject({ exitCode: 0, printed: expect.stringContaining('north, south') });
    const alone = join(work, 'alone');
    const { app } = JSON.parse(readFileSync(join(root, 'cdktf.json'), 'utf8')) as { readonly app: string };
    expect(spawnSync('sh', ['-c', app], { cwd: root, env: { ...process.env, CDKTF_OUTDIR: alone } }).status).toBe(0);
    expect(readdirSync(join(work, 'out', 'stacks')).sort()).toEqual(['north', 'south']);
    for (const name of ['north', 'south']) {
      expect(readStack(join(work, 'out'), name)).toContain('cloud.debian.org');
      expect(readStack(join(work, 'out'), name)).toBe(readStack(alone, name));
    }
  }));

test('a region with problems ends cdktf synth, which names construct and fix and writes no stack', () =>
  synthOnce('problems', () => {
    const { exitCode, printed } = synth('--app', `npx tsx ${writeProgram('http://images.example.org/')}`);
    expect(exitCode).not.toBe(0);
    expect(printed).toContain('north/hardening/glance');
    expect(printed).toContain('Fix: drop the scheme');
    expect(existsSync(join(work, 'out', 'stacks', 'north', 'cdk.tf.json'))).toBe(false);
  }));

/** Runs it without the settings of whoever runs the tests. */
function synth(...args: readonly string[]): { readonly exitCode: number | null; readonly printed: string } {
  const settings = join(work, 'terraformrc');
  writeFileSync(settings, '');
  const { status, stdout, stderr } = spawnSync(program, ['synth', '--output', join(work, 'out'), ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: work, CI: '1', CHECKPOINT_DISABLE: '1', TF_CLI_CONFIG_FILE: settings },
  });
  return { exitCode: status, printed: `${stdout}${stderr}` };
}

/** What Terraform reads of a stack. */
function readStack(directory: string, name: string): string {
  return readFileSync(join(directory, 'stacks', name, 'cdk.tf.json'), 'utf8');
}

/** A program with one region, as an operator writes it. */
function writeProgram(host: string): string {
  const ours = (path: string) => JSON.stringify(join(root, path));
  const file = join(work, 'main.ts');
  writeFileSync(
    file,
    `import { App, TerraformStack } from ${ours('node_modules/cdktf')};
import { HardenedGlance } from ${ours('src/constructs/hardened-glance')};
import { HardeningStack } from ${ours('src/constructs/hardening-stack')};
import { HardenedFiles } from ${ours('src/terraform/cdktf')};

const app = new App();
const stack = new TerraformStack(app, 'north');
const region = new HardeningStack(stack, 'hardening', { release: '2025.1' });
new HardenedGlance(region, 'glance', { imageImport: { allowedHosts: [${JSON.stringify(host)}] } });
new HardenedFiles(stack, 'etc', { region });
app.synth();
`,
  );
  return file;
}

/** Installs the command line beside the userlands of the bed, once: with its 400 MB it is no dependency of ours. */
function installCommandLine(version: string): string {
  const place = join(bedDirectory, 'command-lines', `cdktf-cli-${version}`);
  if (existsSync(place)) return place;
  const next = `${place}.new-${process.pid}`;
  mkdirSync(next, { recursive: true });
  writeFileSync(join(next, 'package.json'), '{ "private": true }\n');
  const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts', `cdktf-cli@${version}`];
  const { status, stderr } = spawnSync('npm', args, { cwd: next, encoding: 'utf8' });
  if (status !== 0) {
    rmSync(next, { recursive: true, force: true });
    throw new Error(`cdktf-cli ${version} did not install:\n${stderr}`);
  }
  renameSync(next, place);
  return place;
}
