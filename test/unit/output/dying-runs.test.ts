// A run that dies before any of its steps, and a next one that dies too: one whole tree shows, and nothing of somebody else is lost.
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeManifest } from '../../../src/output/manifest';
import { isSame } from '../../../src/output/tree-draft';
import { IntentProblems } from '../../../src/problems';
import { writeTree } from './whole-tree';

/** Steps that are left to the run; dead, it can do none, not even tidy up. */
let life = Number.POSITIVE_INFINITY;
/** What a dying run sees last. */
let onStep: ((name: string) => void) | undefined;

jest.mock('node:fs', () => {
  const real = jest.requireActual<Record<string, (...args: unknown[]) => unknown>>('node:fs');
  const steps = [
    'linkSync',
    'mkdirSync',
    'renameSync',
    'rmdirSync',
    'rmSync',
    'unlinkSync',
    'writeFileSync',
    'writeSync',
  ];
  const dying = steps.map((name) => [
    name,
    (...args: unknown[]) => {
      onStep?.(name);
      life -= 1;
      if (life < 0) throw new Error('dead');
      return real[name]?.(...args);
    },
  ]);
  return { ...real, ...Object.fromEntries(dying) };
});

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'glacis-dying-'));
});
afterEach(() => {
  life = Number.POSITIVE_INFINITY;
  onStep = undefined;
  rmSync(base, { recursive: true, force: true });
});

type Content = Readonly<Record<string, string>>;
const old: Content = { 'gone/a': '1', 'gone/deep/b': '1', 'kept/same': '1', 'kept/text': '1' };
const next: Content = { 'kept/same': '1', 'kept/text': '2', 'new/c': '2' };
/** Empty directories of somebody else: beside ours, and in those that go. */
const foreign = ['mine/deep', 'gone/mine', 'kept/mine'];

function write(content: Content, steps = Number.POSITIVE_INFINITY) {
  const files = new Map(Object.entries(content));
  life = steps;
  try {
    return writeTree(join(base, 'out'), files, composeManifest('test', [], files));
  } finally {
    life = Number.POSITIVE_INFINITY;
  }
}

/** True when the run died. */
function dies(content: Content, steps: number): boolean {
  try {
    write(content, steps);
    return false;
  } catch {
    return true;
  }
}

function readContent(directory: string, prefix = ''): Record<string, string> {
  const entries = readdirSync(join(directory, prefix), { withFileTypes: true });
  return Object.assign(
    {},
    ...entries.map((entry) => {
      const path = `${prefix}${entry.name}`;
      if (entry.isDirectory()) return readContent(directory, `${path}/`);
      return path === 'glacis-manifest.json' ? {} : { [path]: readFileSync(join(directory, path), 'utf8') };
    }),
  );
}

function prepare(): void {
  rmSync(base, { recursive: true, force: true });
  mkdirSync(base);
  write(old);
  for (const path of foreign) mkdirSync(join(base, 'out', path), { recursive: true });
}

function expectWhole(): void {
  const shown = existsSync(join(base, 'out')) ? 'out' : '.out.glacis-old';
  expect([old, next]).toContainEqual(readContent(join(base, shown)));
  for (const path of foreign) {
    const places = ['out', '.out.glacis-old'].filter((name) => existsSync(join(base, name, path)));
    expect([path, places.length]).toEqual([path, 1]);
  }
}

test('whenever one run dies and whenever the next one does', () => {
  let deaths = 0;
  for (let first = 0, hasDied = true; hasDied; first += 1) {
    for (let second = first % 3, hasDiedAgain = true; hasDiedAgain; second += 3) {
      prepare();
      hasDied = dies(next, first);
      expectWhole();
      hasDiedAgain = dies(next, second);
      expectWhole();
      write(next);
      expect(readContent(join(base, 'out'))).toEqual(next);
      expect(readdirSync(base)).toEqual(['out']);
      expect(readdirSync(join(base, 'out')).sort()).toEqual(['glacis-manifest.json', 'gone', 'kept', 'mine', 'new']);
      expect(readdirSync(join(base, 'out', 'gone'))).toEqual(['mine']);
      deaths += 1;
    }
  }
  expect(deaths).toBeGreaterThan(100);
});

test('a run that has nothing to do removes what a dead one left', () => {
  prepare();
  const steps = 4;
  expect(dies(next, steps)).toBe(true);
  expect(readdirSync(base)).toHaveLength(2);
  expect(isSame(write(old))).toBe(true);
  expect(readdirSync(base)).toEqual(['out']);
});

test('an empty directory of somebody else stays the same one', () => {
  prepare();
  const { ino } = lstatSync(join(base, 'out', 'gone/mine'));
  write(next);
  expect(lstatSync(join(base, 'out', 'gone/mine')).ino).toBe(ino);
});

test('a file that somebody saved while the new tree grew is kept, and blocks the next run', () => {
  prepare();
  onStep = (name) => {
    if (name !== 'renameSync') return;
    onStep = undefined;
    writeFileSync(join(base, 'out', 'gone/notes.txt'), 'mine');
  };
  write(next);
  expect(readFileSync(join(base, 'out', 'gone/notes.txt'), 'utf8')).toBe('mine');
  expect(readdirSync(base)).toEqual(['out']);
  expect(() => write(old)).toThrow(IntentProblems);
});

test.each(['unlinkSync', 'rmdirSync', 'renameSync'])(
  'a further run that puts the old tree away at the same time, from %s on',
  (step) => {
    prepare();
    let renames = 0;
    onStep = (name) => {
      if (name === 'renameSync') renames += 1;
      if (name !== step || renames < 2 || (step === 'renameSync' && renames < 3)) return;
      onStep = undefined;
      for (const path of foreign) mkdirSync(join(base, 'out', path), { recursive: true });
      rmSync(join(base, '.out.glacis-old'), { recursive: true });
    };
    write(next);
    expect(onStep).toBeUndefined();
    expect(readContent(join(base, 'out'))).toEqual(next);
    expect(readdirSync(base)).toEqual(['out']);
  },
);

test('what cannot move over stays in the old tree, and that is told', () => {
  prepare();
  onStep = (name) => {
    if (name !== 'renameSync') return;
    onStep = undefined;
    mkdirSync(join(base, 'out', 'new'));
    writeFileSync(join(base, 'out', 'new/c'), 'mine');
  };
  let told: unknown;
  try {
    write(next);
  } catch (error) {
    told = error;
  }
  expect(readContent(join(base, 'out'))).toEqual(next);
  expect(readFileSync(join(base, '.out.glacis-old', 'new/c'), 'utf8')).toBe('mine');
  const [problem] = told instanceof IntentProblems ? told.problems : [];
  expect(problem?.why).toBe('the new tree is in place, and of the old one something is left');
  expect(problem?.fix).toContain('.out.glacis-old, and move it away');
});

test('a directory of somebody else where a new file is to lie blocks the run', () => {
  prepare();
  mkdirSync(join(base, 'out', 'new/c'), { recursive: true });
  expect(() => write(next)).toThrow(/output-blocked: got a directory/);
  expect(readContent(join(base, 'out'))).toEqual(old);
});

test('files under the name of a retired tree that no manifest calls ours are left alone', () => {
  prepare();
  mkdirSync(join(base, '.out.glacis-old'));
  writeFileSync(join(base, '.out.glacis-old', 'notes.txt'), 'mine');
  expect(() => write(next)).toThrow(/output-blocked/);
  expect(readFileSync(join(base, '.out.glacis-old', 'notes.txt'), 'utf8')).toBe('mine');
});
