// Edits in somebody's tree: all or none, a backup beside each, mode and owner kept, and no way back that loses a byte.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FileEdit, writeEditedCopy, writeEditsInPlace } from '../../../src/output/write-edits';
import { IntentProblems } from '../../../src/problems';

let base: string;
let tree: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'glacis-edits-'));
  tree = join(base, 'etc');
  mkdirSync(join(tree, 'glance'), { recursive: true });
  writeFileSync(join(tree, 'glance/a'), 'old');
  chmodSync(join(tree, 'glance/a'), 0o604);
  if (process.getuid?.() === 0) chownSync(join(tree, 'glance/a'), 12, 34);
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const change: FileEdit = { path: 'glance/a', before: 'old', after: 'new' };
/** Every path with its inode, mode, owner and links: what a run that fails must leave as it was. */
const list = () => execFileSync('find', [base, '-printf', '%P %i %m %U %G %n %s\\n'], { encoding: 'utf8' });
const codesOf = (run: () => unknown): string[] => {
  try {
    run();
  } catch (error) {
    if (error instanceof IntentProblems) return error.problems.map(({ code }) => code);
    throw error;
  }
  return [];
};

test('in place: the old file stays beside the new one under a free name, mode and owner are kept', () => {
  const old = lstatSync(join(tree, 'glance/a'));
  expect(writeEditsInPlace(tree, [change])).toEqual([join(tree, 'glance/.a.orig')]);
  const second: FileEdit[] = [
    { ...change, before: 'new', after: 'newer' },
    { path: 'glance/glance.conf.d/b', before: undefined, after: 'b' },
  ];
  expect(writeEditsInPlace(tree, second)).toEqual([join(tree, 'glance/.a.orig.2')]);
  expect(readdirSync(join(tree, 'glance'))).toEqual(['.a.orig', '.a.orig.2', 'a', 'glance.conf.d']);
  const texts = ['.a.orig', '.a.orig.2', 'a', 'glance.conf.d/b'];
  expect(texts.map((name) => readFileSync(join(tree, 'glance', name), 'utf8'))).toEqual(['old', 'new', 'newer', 'b']);
  const { mode, uid, gid } = lstatSync(join(tree, 'glance/a'));
  expect({ mode, uid, gid }).toEqual({ mode: old.mode, uid: old.uid, gid: old.gid });
  expect(lstatSync(join(tree, 'glance/glance.conf.d/b')).mode & 0o777).toBe(0o640);
});

describe('what fails in place leaves everything as it was', () => {
  const file: FileEdit = { path: 'x', before: undefined, after: 'x' };
  test.each<[string, FileEdit[], string]>([
    ['a file that changed meanwhile', [change, { ...change, path: 'glance/b', before: 'b' }], 'output-blocked'],
    ['a new file that is there by now', [change, { ...change, before: undefined }], 'output-blocked'],
    [
      'a new directory, and then a refusal',
      [
        { ...file, path: 'new/dir/x' },
        { ...change, before: '?' },
      ],
      'output-blocked',
    ],
    ['a directory where a new file goes', [change, file, { ...file, path: 'x/y' }], 'output-failed'],
  ])('%s', (_, edits, code) => {
    writeFileSync(join(tree, 'glance/b'), 'B');
    const before = list();
    expect(codesOf(() => writeEditsInPlace(tree, edits))).toEqual([code]);
    expect(list()).toBe(before);
    expect(readFileSync(join(tree, 'glance/a'), 'utf8')).toBe('old');
  });

  test('a link in the place of the file', () => {
    symlinkSync('a', join(tree, 'glance/link'));
    const before = list();
    expect(codesOf(() => writeEditsInPlace(tree, [{ ...change, path: 'glance/link' }]))).toEqual(['output-blocked']);
    expect(list()).toBe(before);
  });
});

describe('a copy', () => {
  test('has the edits, mode and owner; the tree stays', () => {
    const before = list();
    const old = lstatSync(join(tree, 'glance/a'));
    writeEditedCopy(tree, join(base, 'to/copy'), [change, { path: 'nova/b', before: undefined, after: 'b' }]);
    expect(readFileSync(join(base, 'to/copy/glance/a'), 'utf8')).toBe('new');
    expect(readFileSync(join(base, 'to/copy/nova/b'), 'utf8')).toBe('b');
    const { mode, uid, gid } = lstatSync(join(base, 'to/copy/glance/a'));
    expect({ mode, uid, gid }).toEqual({ mode: old.mode, uid: old.uid, gid: old.gid });
    rmSync(join(base, 'to'), { recursive: true });
    expect(list()).toBe(before);
  });

  test.each([
    ['into the tree', 'etc/copy'],
    ['onto the tree', 'etc'],
    ['onto a file', 'file'],
    ['into a directory with something in it', 'full'],
  ])('%s is refused', (_, to) => {
    writeFileSync(join(base, 'file'), 'mine');
    mkdirSync(join(base, 'full/mine'), { recursive: true });
    const before = list();
    expect(codesOf(() => writeEditedCopy(tree, join(base, to), [change]))).toEqual(['output-blocked']);
    expect(list()).toBe(before);
  });

  test('takes an empty directory, and a failing one leaves nothing', () => {
    mkdirSync(join(base, 'copy'));
    const wrong = { ...change, before: 'other' };
    expect(codesOf(() => writeEditedCopy(tree, join(base, 'copy'), [wrong]))).toEqual(['output-blocked']);
    expect(codesOf(() => writeEditedCopy(join(base, 'none'), join(base, 'copy'), []))).toEqual(['output-failed']);
    expect(readdirSync(base)).toEqual(['copy', 'etc']);
    writeEditedCopy(tree, join(base, 'copy'), [change]);
    expect(existsSync(join(base, 'copy/glance/a'))).toBe(true);
  });
});
