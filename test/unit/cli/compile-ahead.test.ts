// Code that V8 compiled ahead: taken when it is whole and of these very bytes, and never missed.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './run-cli';

let work: string;
let ahead: string;
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'glacis-ahead-'));
  cpSync(join(root, 'lib'), join(work, 'lib'), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(work, 'node_modules'));
  ahead = join(work, 'lib/chunks/ahead');
  rmSync(ahead, { recursive: true, force: true });
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

const node = (...args: string[]) => spawnSync(process.execPath, args, { cwd: work, encoding: 'utf8' });
const glacis = (...args: string[]) => node('lib/cli/main.js', ...args);
const compileAhead = () => node('lib/chunks/compile-ahead.js');

/** For each text that a command had compiled whether V8 took the code: null where there was none. */
function listTaken(...args: string[]): Record<string, boolean | null> {
  const tell = `const load = require(${JSON.stringify(join(work, 'lib/chunks/load.js'))});
process.on('exit', () => {
  const taken = [...load.scripts].map(([name, { script }]) => [name, script.cachedDataRejected === undefined ? null : !script.cachedDataRejected]);
  require('node:fs').writeSync(2, 'TAKEN ' + JSON.stringify(Object.fromEntries(taken)));
});`;
  writeFileSync(join(work, 'tell.cjs'), tell);
  const { stderr } = node('--require', './tell.cjs', 'lib/cli/main.js', ...args);
  return JSON.parse((/TAKEN (.+)$/s.exec(stderr) as RegExpExecArray)[1] as string);
}

const intent = join(root, 'examples/public-region/glacis.yaml');
const synth = ['synth', intent, '--out', 'out'];

test('what synth and audit load is taken as it was compiled ahead, and says the same', () => {
  const without = [glacis(...synth), glacis('audit', 'out/glance', '--release', '2025.1')];
  expect(listTaken(...synth)).toEqual({ main: null, shared: null, synth: null, 'js-yaml-browser': null });
  rmSync(join(work, 'out'), { recursive: true });
  expect(compileAhead()).toMatchObject({ status: 0, stdout: '', stderr: '' });
  const withIt = [glacis(...synth), glacis('audit', 'out/glance', '--release', '2025.1')];
  const said = ({ status, stdout, stderr }: ReturnType<typeof node>) => ({ status, stdout, stderr });
  expect(withIt.map(said)).toEqual(without.map(said));
  expect(without[0]?.stdout).toContain('+ glance/glance.conf.d/90-glacis.conf');
  expect(listTaken(...synth)).toEqual({ main: true, shared: true, synth: true, 'js-yaml-browser': true });
  expect(listTaken('audit', 'out/glance', '--release', '2025.1')).toMatchObject({ main: true, judge: true });
});

test.each([
  [
    'a bit that fell over',
    (code: Buffer) => code.fill((code[code.length >> 1] as number) ^ 4, code.length >> 1, (code.length >> 1) + 1),
  ],
  ['a file cut short', (code: Buffer) => code.subarray(0, -1000)],
  ['an empty file', () => Buffer.alloc(0)],
])('%s: the code is not taken, and nobody notices', (_, damage) => {
  compileAhead();
  for (const name of readdirSync(ahead)) writeFileSync(join(ahead, name), damage(readFileSync(join(ahead, name))));
  expect(listTaken('list', 'releases')).toMatchObject({ main: null });
  expect(glacis('list', 'releases')).toMatchObject({ status: 0, stderr: '' });
});

test('a chunk that was changed runs as it is now, though it is as long as before', () => {
  compileAhead();
  const main = join(work, 'lib/chunks/main.js');
  const text = readFileSync(main, 'utf8');
  expect(text).toContain('unknown command ');
  writeFileSync(main, text.replace('unknown command ', 'strange command '));
  expect(glacis('nonsense').stderr).toContain('strange command nonsense');
});

test('other flags of V8, a directory in its place, nowhere to write: everything works', () => {
  compileAhead();
  expect(node('--max-lazy', 'lib/cli/main.js', '--version')).toMatchObject({ status: 0, stderr: '' });
  const [name = ''] = readdirSync(ahead).filter((file) => file.startsWith('main-'));
  rmSync(join(ahead, name));
  mkdirSync(join(ahead, name));
  expect(glacis('--version')).toMatchObject({ status: 0, stderr: '' });
  rmSync(ahead, { recursive: true });
  writeFileSync(ahead, '');
  expect(compileAhead()).toMatchObject({ status: 0, stdout: '', stderr: '' });
  expect(glacis('--version')).toMatchObject({ status: 0, stderr: '' });
});

test('whoever may read the chunks may read it, and nothing is left beside it', () => {
  compileAhead();
  const mode = (path: string) => statSync(path).mode & 0o777;
  for (const name of readdirSync(ahead)) {
    expect(name).toMatch(/^[a-z-]+-\d[\w.-]*\.bin$/);
    expect(mode(join(ahead, name))).toBe(mode(join(work, 'lib/chunks/main.js')));
  }
});
