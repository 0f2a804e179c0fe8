// The writer: one swap, nothing foreign touched, nothing written when anything is wrong.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
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
import { composeManifest, MANIFEST } from '../../../src/output/manifest';
import { isSame, TreeDraft } from '../../../src/output/tree-draft';
import { IntentProblems } from '../../../src/problems';
import { mountSmallDisk } from './small-disk';
import { compareOutput, writeTree } from './whole-tree';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'glacis-write-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

function write(directory: string, content: Record<string, string>) {
  const files = new Map(Object.entries(content));
  return writeTree(directory, files, composeManifest('test', [], files));
}

function codesOf(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof IntentProblems) return error.problems.map((p) => p.code);
    throw error;
  }
  return [];
}

test('writes files with mode 0640 and nothing beside them', () => {
  const out = join(base, 'deep', 'out');
  const written = write(out, { 'glance/a.conf': 'a', 'b.yaml': 'b' });
  expect(written.created).toEqual(['b.yaml', 'glance/a.conf']);
  expect(statSync(join(out, 'glance/a.conf')).mode & 0o777).toBe(0o640);
  expect(readdirSync(join(base, 'deep'))).toEqual(['out']);
});

test('an unchanged file keeps its inode, a changed one is new, a vanished one is gone', () => {
  const out = join(base, 'out');
  write(out, { same: '1', changes: '1', goes: '1' });
  const before = lstatSync(join(out, 'same'));
  const written = write(out, { same: '1', changes: '2' });
  expect(written).toMatchObject({ created: [], changed: ['changes'], removed: ['goes'], overwritten: [] });
  expect(lstatSync(join(out, 'same')).ino).toBe(before.ino);
  expect(lstatSync(join(out, 'same')).mtimeMs).toBe(before.mtimeMs);
  expect(readFileSync(join(out, 'changes'), 'utf8')).toBe('2');
  expect(existsSync(join(out, 'goes'))).toBe(false);
});

test.each([
  ['before', { 'a/b/c': '1', changes: '2', z: '1' }],
  ['behind', { changes: '2', z: '1', 'a/b/c': '1' }],
])('what stays is in the new tree, also when it comes %s the first change', (_, content) => {
  const out = join(base, 'out');
  write(out, { 'a/b/c': '1', changes: '1', z: '1' });
  write(out, content);
  expect(readdirSync(out)).toEqual(['a', 'changes', MANIFEST, 'z']);
  expect(readFileSync(join(out, 'a/b/c'), 'utf8')).toBe('1');
});

test('a file that goes is gone though nothing else changes, and a manifest that differs is written alone', () => {
  const out = join(base, 'out');
  write(out, { 'nginx/goes': '1', stays: '1' });
  expect(write(out, { stays: '1' })).toMatchObject({ created: [], changed: [], removed: ['nginx/goes'] });
  expect(readdirSync(out)).toEqual([MANIFEST, 'stays']);
  const files = new Map([['stays', '1']]);
  const other = composeManifest('other', [], files);
  const alone = { created: [], changed: [MANIFEST], removed: [], overwritten: [] };
  expect(compareOutput(out, files, other)).toEqual(alone);
  expect(writeTree(out, files, other)).toEqual(alone);
  expect(compareOutput(out, files, other)).toEqual({ ...alone, changed: [] });
  expect(readFileSync(join(out, MANIFEST), 'utf8')).toContain('"glacis": "other"');
});

test('a file edited by hand is replaced, and that is told', () => {
  const out = join(base, 'out');
  write(out, { a: '1' });
  writeFileSync(join(out, 'a'), 'edited');
  expect(write(out, { a: '1' }).overwritten).toEqual(['a']);
});

test('a loosened mode is mended', () => {
  const out = join(base, 'out');
  write(out, { a: '1' });
  chmodSync(join(out, 'a'), 0o666);
  write(out, { a: '1' });
  expect(statSync(join(out, 'a')).mode & 0o777).toBe(0o640);
});

test.each([
  ['a file', (out: string) => writeFileSync(out, 'x')],
  ['a symbolic link', (out: string) => symlinkSync('/tmp', out)],
  ['a dangling link', (out: string) => symlinkSync('/nowhere', out)],
  [
    'a directory with foreign files',
    (out: string) => {
      mkdirSync(out);
      writeFileSync(join(out, 'notes.txt'), 'mine');
    },
  ],
  [
    'a manifest that is not ours',
    (out: string) => {
      mkdirSync(out);
      writeFileSync(join(out, MANIFEST), '[]');
    },
  ],
])('%s is refused and left alone', (_, prepare) => {
  const out = join(base, 'out');
  prepare(out);
  const before = execFileSync('find', [base, '-ls'], { encoding: 'utf8' });
  expect(codesOf(() => write(out, { a: '1' }))).toEqual(['output-blocked']);
  expect(execFileSync('find', [base, '-ls'], { encoding: 'utf8' })).toBe(before);
});

test('a foreign file, or a link in place of one of ours, in our own tree blocks the next synth', () => {
  const out = join(base, 'out');
  write(out, { a: '1', b: '1' });
  writeFileSync(join(out, 'mine.txt'), 'x');
  expect(codesOf(() => write(out, { a: '2' }))).toEqual(['output-blocked']);
  rmSync(join(out, 'mine.txt'));
  rmSync(join(out, 'a'));
  symlinkSync('/etc/hostname', join(out, 'a'));
  expect(codesOf(() => write(out, { a: '2' }))).toEqual(['output-blocked']);
  expect(readFileSync(join(out, 'b'), 'utf8')).toBe('1');
});

test('a full disk leaves the old tree as it was', () => {
  const disk = join(base, 'disk');
  mkdirSync(disk);
  if (!mountSmallDisk(disk, 'full disk')) return;
  try {
    write(join(disk, 'out'), { a: 'old' });
    const large = 'x'.repeat(4 << 20);
    expect(codesOf(() => write(join(disk, 'out'), { a: large, b: large }))).toEqual(['output-failed']);
    expect(readFileSync(join(disk, 'out', 'a'), 'utf8')).toBe('old');
    expect(readdirSync(disk)).toEqual(['out']);
  } finally {
    execFileSync('umount', [disk]);
  }
});

test('a read-only disk is a problem, and the old tree stays', () => {
  const disk = join(base, 'disk');
  mkdirSync(disk);
  if (!mountSmallDisk(disk, 'read-only disk')) return;
  try {
    write(join(disk, 'out'), { a: 'old' });
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    expect(codesOf(() => write(join(disk, 'out'), { a: 'new' }))).toEqual(['output-failed']);
    expect(readFileSync(join(disk, 'out', 'a'), 'utf8')).toBe('old');
  } finally {
    execFileSync('umount', [disk]);
  }
});

test('a run that died between the two renames is mended by the next', () => {
  const out = join(base, 'out');
  write(out, { a: '1' });
  execFileSync('mv', [out, join(base, '.out.glacis-old')]);
  expect(write(out, { a: '1' })).toMatchObject({ created: [], changed: [] });
  expect(readdirSync(base)).toEqual(['out']);
});

test('a run that died before it removed the old tree is mended by the next', () => {
  const out = join(base, 'out');
  write(out, { a: '1' });
  mkdirSync(join(base, '.out.glacis-old'));
  expect(write(out, { a: '1' })).toMatchObject({ created: [], changed: [] });
  expect(readdirSync(base)).toEqual(['out']);
});

describe('what a killed run left beside the tree', () => {
  const leave = (pid: number, content: Readonly<Record<string, string>>) => {
    const left = join(base, `.out.glacis-new-${pid}`);
    mkdirSync(join(left, 'gone'), { recursive: true });
    for (const [path, text] of Object.entries(content)) writeFileSync(join(left, path), text);
    return left;
  };
  const half = { same: 'half', changes: '2', [MANIFEST]: 'half', 'gone/file': 'x', 'gone/other': 'x' };
  const findDeadPid = () => spawnSync('true').pid;

  test.each([
    ['one', () => leave(findDeadPid(), half)],
    ['one that died in the middle of a file', () => leave(findDeadPid(), { ...half, changes: '' })],
    ['two', () => [leave(findDeadPid(), { ...half, other: 'x' }), leave(findDeadPid(), half)]],
    ['one with the number of this process', () => leave(process.pid, half)],
    ['one with another', () => [leave(process.pid, half), leave(findDeadPid(), { other: 'x' })]],
    ['one with a link in it', () => symlinkSync('/etc/hostname', join(leave(findDeadPid(), half), 'same.link'))],
  ])('%s: the new tree has nothing of it but what is the same', (_, prepare) => {
    const out = join(base, 'out');
    write(out, { same: '1', changes: '1' });
    const { ino } = lstatSync(join(out, 'same'));
    prepare();
    write(out, { same: '1', changes: '2' });
    expect(readdirSync(out)).toEqual(['changes', MANIFEST, 'same']);
    expect(readFileSync(join(out, 'same'), 'utf8') + readFileSync(join(out, 'changes'), 'utf8')).toBe('12');
    expect(lstatSync(join(out, 'same')).ino).toBe(ino);
    expect(readFileSync(join(out, MANIFEST), 'utf8')).not.toBe('half');
    expect(readdirSync(base)).toEqual(['out']);
  });

  test('a run that still goes on keeps what it writes', () => {
    const left = leave(process.ppid, half);
    write(join(base, 'out'), { same: '1' });
    expect(readdirSync(left)).toEqual(['changes', MANIFEST, 'gone', 'same']);
  });
});

test('a directory that was made for a tree that could not be written is gone again', () => {
  const out = join(base, 'a', 'b', 'out');
  expect(codesOf(() => write(out, { x: '1', 'x/y': '2' }))).toEqual(['output-failed']);
  expect(readdirSync(base)).toEqual([]);
});

test('comparing writes nothing', () => {
  const out = join(base, 'out');
  const files = new Map([['a', '1']]);
  const manifest = composeManifest('test', [], files);
  expect(compareOutput(out, files, manifest).created).toEqual(['a']);
  expect(readdirSync(base)).toEqual([]);
  writeTree(out, files, manifest);
  expect(isSame(compareOutput(out, files, manifest))).toBe(true);
});

test.each([
  ['a tree', (out: string) => write(out, { one: '1', other: '1' })],
  ['another tree', (out: string) => write(out, { one: '1', old: '1' })],
  ['nothing', () => {}],
])('of two runs over %s the one that ends later does not undo the other', (_, prepare) => {
  const out = join(base, 'out');
  prepare(out);
  const late = new TreeDraft(out);
  late.add('one', '1');
  const early = write(out, { one: '2', other: '1' });
  expect(isSame(early)).toBe(false);
  expect(codesOf(() => late.add('other', '2') ?? late.finish(composeManifest('test', [], new Map())))).toEqual([
    'output-failed',
  ]);
  expect(readFileSync(join(out, 'one'), 'utf8') + readFileSync(join(out, 'other'), 'utf8')).toBe('21');
  expect(readdirSync(base)).toEqual(['out']);
});
