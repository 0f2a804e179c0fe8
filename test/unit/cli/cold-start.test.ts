// What `synth` loads: a guard on counts, not on time. A cold start is paid for in files opened and bytes compiled.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { glacis, root } from './run-cli';

let work: string;
beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'glacis-cold-'));
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

const example = join(root, 'examples/public-region/glacis.yaml');
const trace = `const fs = require('node:fs');
const { readFileSync } = fs;
const files = [];
fs.readFileSync = (path, ...rest) => {
  if (String(path).endsWith('.js')) files.push(path);
  return readFileSync(path, ...rest);
};
process.on('exit', () => {
  fs.writeSync(2, 'LOADED ' + JSON.stringify({ files, builtins: process.moduleLoadList }) + '\\n');
});`;

function listLoaded(args: readonly string[]): { files: string[]; builtins: string[] } {
  const preload = join(work, 'trace.cjs');
  writeFileSync(preload, trace);
  const { stderr } = spawnSync(process.execPath, ['--require', preload, glacis, ...args], {
    cwd: work,
    encoding: 'utf8',
  });
  return JSON.parse((/^LOADED (.+)$/m.exec(stderr) as RegExpExecArray)[1] as string);
}

const yamlReader = join(root, 'node_modules/js-yaml/dist/browser/js-yaml.umd.min.js');
const chunks = (...names: readonly string[]) => names.map((name) => join(root, `lib/chunks/${name}.js`));

test('synth loads its own chunks: no judge, no report, no TOML reader', () => {
  const { files } = listLoaded(['synth', example, '--out', 'out']);
  expect(files.sort()).toEqual([...chunks('main', 'shared', 'synth'), glacis, yamlReader].sort());
});

test('synth needs no sockets, workers, HTTP, inspector or child process, no settings of V8 and no deep comparison', () => {
  const { builtins } = listLoaded(['synth', example, '--out', 'out']);
  const heavy =
    /^NativeModule (?:http|https|http2|net|tls|worker_threads|child_process|inspector|dns|readline|zlib|v8|internal\/util\/comparisons)$/;
  const plain = spawnSync(process.execPath, ['-p', 'JSON.stringify(process.moduleLoadList)'], { encoding: 'utf8' });
  const before = new Set(JSON.parse(plain.stdout) as string[]);
  expect(builtins.filter((name) => heavy.test(name) && !before.has(name))).toEqual([]);
});

test.each([[['list', 'attacks']], [['explain', 'config-anonymous-access']], [['schema']]])(
  'what digests nothing loads no node:crypto: %j',
  (args) => {
    expect(listLoaded(args).builtins).not.toContain('NativeModule crypto');
  },
);

test('where V8 is given flags, node:crypto was loaded before, or never is: V8 refuses compiled code of Node too under other flags', () => {
  const fleet = join(work, 'fleet.json');
  const regions = Object.fromEntries(Array.from({ length: 400 }, (_, at) => [`region-${at}`, {}]));
  writeFileSync(fleet, JSON.stringify({ release: '2025.1', regions }));
  const audit = ['audit', join(root, 'test/checks/trees/stock'), '--release', 'zed'];
  for (const args of [['synth', fleet, '--out', 'fleet'], ['verify', example], audit]) {
    const { builtins } = listLoaded(args);
    const [crypto, v8] = ['crypto', 'v8'].map((name) => builtins.indexOf(`NativeModule ${name}`)) as [number, number];
    expect(v8).toBeGreaterThan(crypto);
  }
});

test('an audit loads nothing of what synth alone needs, and no report that nobody asked for', () => {
  const { files } = listLoaded(['audit', join(root, 'test/checks/trees/stock'), '--release', 'zed']);
  expect(files.filter((path) => path.includes('/lib/')).sort()).toEqual(
    [...chunks('judge', 'main', 'shared'), glacis].sort(),
  );
});

test('what is compiled stays small', () => {
  const sizeOf = (...names: readonly string[]) =>
    chunks(...names).reduce((total, path) => total + statSync(path).size, 0);
  expect(sizeOf('main', 'shared', 'synth')).toBeLessThan(500_000);
  expect(sizeOf('main', 'shared', 'judge')).toBeLessThan(750_000);
});

test('the modules of synth are run in a few scopes, not each in its own', () => {
  const texts = chunks('main', 'shared', 'synth').map((path) => readFileSync(path, 'utf8'));
  const scopes = texts.map((text) => text.split('function($e,module){').length - 1);
  const modules = texts.map((text) => [...text.matchAll(/^\/\/ \w+(?:[/.][\w.-]+)*$/gm)].length);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
  expect(sum(modules)).toBeGreaterThan(130);
  expect(sum(scopes)).toBeLessThan(40);
});
