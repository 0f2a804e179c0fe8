// Reading a directory: links inside count under every name they have, links out of it are told, loops end.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTree } from '../../../src/output/read-tree';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'glacis-read-tree-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function write(path: string, text: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
}

test('a directory with two names is read under both: the service opens the one it knows', () => {
  write('alternatives/90.conf', '[DEFAULT]\n');
  mkdirSync(join(root, 'glance'));
  symlinkSync('../alternatives', join(root, 'glance/glance.conf.d'));
  const { files, problems } = readTree(root);
  expect(problems).toEqual([]);
  expect([...files.keys()]).toEqual(['alternatives/90.conf', 'glance/glance.conf.d/90.conf']);
});

test('a link to a directory above it ends', () => {
  write('glance/a.conf', 'x\n');
  symlinkSync('..', join(root, 'glance/up'));
  symlinkSync('.', join(root, 'glance/self'));
  expect([...readTree(root).files.keys()]).toEqual(['glance/a.conf']);
});

test('two directories that link to each other end', () => {
  write('a/x.conf', '1\n');
  write('b/y.conf', '2\n');
  symlinkSync('../b', join(root, 'a/b'));
  symlinkSync('../a', join(root, 'b/a'));
  expect([...readTree(root).files.keys()].sort()).toEqual(['a/b/y.conf', 'a/x.conf', 'b/a/x.conf', 'b/y.conf']);
});

test('a link out of the directory is told and not followed', () => {
  symlinkSync('/etc/hostname', join(root, 'hostname'));
  const { files, problems } = readTree(root);
  expect(files.size).toBe(0);
  expect(problems).toMatchObject([{ code: 'unreadable', place: { file: 'hostname' } }]);
});

test('a file of any allowed size is read whole, a larger one is told', () => {
  const long = `[DEFAULT]\n${'# é\n'.repeat(60_000)}`;
  write('a.conf', long);
  write('b.conf', 'x'.repeat(8 * 1024 * 1024));
  write('c.conf', 'x'.repeat(8 * 1024 * 1024 + 1));
  write('d.conf', '');
  const { files, problems } = readTree(root);
  expect(files.get('a.conf')).toBe(long);
  expect([...files].map(([path, text]) => [path, text.length])).toEqual([
    ['a.conf', long.length],
    ['b.conf', 8 * 1024 * 1024],
    ['d.conf', 0],
  ]);
  expect(problems).toMatchObject([{ code: 'too-large', place: { file: 'c.conf' } }]);
});

test('what is not wanted is left out', () => {
  write('a.conf', 'x\n');
  write('b.img', 'x\n');
  const asked: string[] = [];
  const { files } = readTree(root, (path) => {
    asked.push(path);
    return path.endsWith('.conf');
  });
  expect(asked).toEqual(['a.conf', 'b.img']);
  expect([...files.keys()]).toEqual(['a.conf']);
});
