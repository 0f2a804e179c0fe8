// Code that V8 compiled ahead: taken when it is whole and of these very bytes, and never missed.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OwnCopy } from './own-copy';
import { root } from './run-cli';

let copy: OwnCopy;
beforeEach(() => {
  copy = new OwnCopy(mkdtempSync(join(tmpdir(), 'glacis-ahead-')));
});
afterEach(() => rmSync(copy.work, { recursive: true, force: true }));

const intent = join(root, 'examples/public-region/glacis.yaml');
const synth = ['synth', intent, '--out', 'out'];

test('what synth and audit load is taken as it was compiled ahead, and says the same', () => {
  const without = [copy.glacis(...synth), copy.glacis('audit', 'out/glance', '--release', '2025.1')];
  expect(copy.listTaken(...synth)).toEqual({ main: null, shared: null, synth: null, 'js-yaml-browser': null });
  rmSync(join(copy.work, 'out'), { recursive: true });
  expect(copy.compileAhead()).toMatchObject({ status: 0, stdout: '', stderr: '' });
  const withIt = [copy.glacis(...synth), copy.glacis('audit', 'out/glance', '--release', '2025.1')];
  const said = ({ status, stdout, stderr }: ReturnType<OwnCopy['glacis']>) => ({ status, stdout, stderr });
  expect(withIt.map(said)).toEqual(without.map(said));
  expect(without[0]?.stdout).toContain('+ glance/glance.conf.d/90-glacis.conf');
  expect(copy.listTaken(...synth)).toEqual({ main: true, shared: true, synth: true, 'js-yaml-browser': true });
  expect(copy.listTaken('audit', 'out/glance', '--release', '2025.1')).toMatchObject({ main: true, judge: true });
});

test.each([
  [
    'a bit that fell over',
    (code: Buffer) => code.fill((code[code.length >> 1] as number) ^ 4, code.length >> 1, (code.length >> 1) + 1),
  ],
  ['a file cut short', (code: Buffer) => code.subarray(0, -1000)],
  ['an empty file', () => Buffer.alloc(0)],
])('%s: the code is not taken, and nobody notices', (_, damage) => {
  copy.compileAhead();
  for (const name of readdirSync(copy.ahead))
    writeFileSync(join(copy.ahead, name), damage(readFileSync(join(copy.ahead, name))));
  expect(copy.listTaken('list', 'releases')).toMatchObject({ main: null });
  expect(copy.glacis('list', 'releases')).toMatchObject({ status: 0, stderr: '' });
});

test('a chunk that was changed runs as it is now, though it is as long as before', () => {
  copy.compileAhead();
  const chunk = join(copy.chunks, 'synth.js');
  const text = readFileSync(chunk, 'utf8');
  expect(text).toContain(' is up to date');
  writeFileSync(chunk, text.replace(' is up to date', ' IS UP TO DATE'));
  copy.glacis(...synth);
  expect(copy.glacis(...synth).stderr).toBe('out IS UP TO DATE\n');
});

test('other flags of V8, a directory in its place, nowhere to write: everything works', () => {
  copy.compileAhead();
  expect(copy.node('--max-lazy', 'lib/cli/main.js', '--version')).toMatchObject({ status: 0, stderr: '' });
  const [name = ''] = readdirSync(copy.ahead).filter((file) => file.startsWith('main-'));
  rmSync(join(copy.ahead, name));
  mkdirSync(join(copy.ahead, name));
  expect(copy.glacis('--version')).toMatchObject({ status: 0, stderr: '' });
  rmSync(copy.ahead, { recursive: true });
  writeFileSync(copy.ahead, '');
  expect(copy.compileAhead()).toMatchObject({ status: 0, stdout: '', stderr: '' });
  expect(copy.glacis('--version')).toMatchObject({ status: 0, stderr: '' });
});

test('whoever may read the chunks may read it, and nothing is left beside it', () => {
  copy.compileAhead();
  const mode = (path: string) => statSync(path).mode & 0o777;
  for (const name of readdirSync(copy.ahead)) {
    expect(name).toMatch(/^[a-z-]+-\d[\w.-]*\.bin$/);
    expect(mode(join(copy.ahead, name))).toBe(mode(join(copy.chunks, 'main.js')));
  }
});

test('js-yaml is found where Node finds it, also when its file lies elsewhere than where the build saw it', () => {
  const yaml = join(copy.work, 'node_modules/js-yaml');
  const text = readFileSync(join(root, 'node_modules/js-yaml/dist/browser/js-yaml.umd.min.js'));
  rmSync(join(copy.work, 'node_modules'));
  mkdirSync(yaml, { recursive: true });
  writeFileSync(join(yaml, 'package.json'), '{ "exports": { "./browser": "./moved.js" } }\n');
  expect(copy.glacis(...synth)).toMatchObject({ status: 1 });
  writeFileSync(join(yaml, 'moved.js'), text);
  expect(copy.glacis(...synth)).toMatchObject({ status: 0 });
  expect(copy.compileAhead()).toMatchObject({ status: 0 });
  expect(copy.listTaken(...synth)).toMatchObject({ 'js-yaml-browser': true });
});
