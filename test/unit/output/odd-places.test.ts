// Output directories that are not simply ours: mount points, places of other users, file systems without hard links.
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeManifest } from '../../../src/output/manifest';
import { IntentProblems, type Problem } from '../../../src/problems';
import { mountSmallDisk } from './small-disk';
import { writeTree } from './whole-tree';

jest.mock('node:fs', () => ({ ...jest.requireActual<object>('node:fs'), __esModule: true }));

let base: string;
beforeEach(() => {
  base = fs.mkdtempSync(join(tmpdir(), 'glacis-places-'));
});
afterEach(() => {
  jest.restoreAllMocks();
  fs.rmSync(base, { recursive: true, force: true });
});

function write(content: Readonly<Record<string, string>>) {
  const files = new Map(Object.entries(content));
  return writeTree(join(base, 'out'), files, composeManifest('test', [], files));
}

function findProblem(run: () => unknown): Problem | undefined {
  try {
    run();
  } catch (error) {
    if (error instanceof IntentProblems) return error.problems[0];
    throw error;
  }
  return undefined;
}

test('a mount point, which no rename can replace, is refused with a directory that works', () => {
  const out = join(base, 'out');
  fs.mkdirSync(out);
  if (!mountSmallDisk(out, 'a mount point as output directory')) return;
  try {
    const problem = findProblem(() => write({ a: '1' }));
    expect([problem?.code, problem?.fix]).toEqual([
      'output-failed',
      `name a directory below it: --out ${join(out, 'glacis.out')}`,
    ]);
    expect(fs.readdirSync(base)).toEqual(['out']);
    expect(fs.readdirSync(out)).toEqual([]);
  } finally {
    execFileSync('umount', [out]);
  }
});

test('a tree in which we may not write, of another user say, is refused before anything changes', () => {
  write({ a: '1' });
  const out = join(base, 'out');
  jest.spyOn(fs, 'accessSync').mockImplementation((path, mode) => {
    expect([path, mode]).toEqual([out, fs.constants.W_OK]);
    throw Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
  });
  const problem = findProblem(() => write({ a: '2' }));
  expect([problem?.code, problem?.why]).toEqual([
    'output-failed',
    'nothing was changed: the old tree is still in place',
  ]);
  expect(fs.readFileSync(join(out, 'a'), 'utf8')).toBe('1');
  expect(fs.readdirSync(base)).toEqual(['out']);
});

test.each(['EPERM', 'ENOTSUP', 'EMLINK'])(
  'where a link answers %s, unchanged files are copied with their time',
  (code) => {
    write({ same: '1', changes: '1' });
    fs.utimesSync(join(base, 'out', 'same'), 1000, 1000);
    jest.spyOn(fs, 'linkSync').mockImplementation(() => {
      throw Object.assign(new Error(code), { code });
    });
    expect(write({ same: '1', changes: '2' })).toMatchObject({ created: [], changed: ['changes'] });
    const { mtimeMs, mode } = fs.statSync(join(base, 'out', 'same'));
    expect([mtimeMs, mode & 0o777]).toEqual([1_000_000, 0o640]);
    expect(fs.readFileSync(join(base, 'out', 'same'), 'utf8')).toBe('1');
  },
);
