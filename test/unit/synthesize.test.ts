// The public synthesize(), as plain JavaScript may call it: mistakes are problems, and nothing is written outside the directory.
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  HardenedGlance,
  HardeningStack,
  ImagePolicy,
  ImportFilter,
  IntentProblems,
  renderReport,
  synthesize,
} from '../../src';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'glacis-api-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

function stackOf(id: string): HardeningStack {
  const stack = new HardeningStack(undefined, id, { release: '2025.1' });
  new HardenedGlance(stack, 'glance');
  return stack;
}

/** Codes and what was found; empty when it was written. */
function refusals(stacks: unknown, options: object = {}): string[] {
  try {
    // As JavaScript calls it: nothing checks the types there.
    Reflect.apply(synthesize, undefined, [stacks, { out: join(base, 'out'), ...options }]);
    return [];
  } catch (error) {
    if (!(error instanceof IntentProblems)) throw error;
    expect(readdirSync(base)).toEqual([]);
    return error.problems.map(({ code, got }) => `${code}: ${got}`);
  }
}

test.each([[undefined], [null], [5], ['ams1'], [{}], [[]], [[stackOf('a'), {}]], [new Map()]])(
  '%p is no stack',
  (value) => {
    expect(refusals(value)).toEqual([expect.stringMatching(/^wrong-type: /)]);
  },
);

test.each([
  ['..', 'bad-value: ..'],
  ['a b', 'bad-value: a b'],
  ['_fleet', 'bad-value: _fleet'],
  ['glacis-manifest.json', 'bad-value: glacis-manifest.json'],
  ['ONE', 'duplicate-key: ONE beside one'],
  ['one', 'duplicate-key: two stacks one'],
])('a stack %j beside another is no region', (id, words) => {
  expect(refusals([stackOf('one'), stackOf(id)])).toContain(words);
});

test('stacks that are regions lie side by side, and one alone may have any id', () => {
  expect(refusals([stackOf('one'), stackOf('two')])).toEqual([]);
  expect(readdirSync(join(base, 'out'))).toEqual(['glacis-manifest.json', 'one', 'two']);
  expect(refusals(stackOf('..'), { out: join(base, 'alone') })).toEqual([]);
  expect(existsSync(join(base, 'alone/glance/glance.conf.d/90-glacis.conf'))).toBe(true);
});

test.each([
  [['kolla'], 'bad-value: kolla'],
  ['etc', 'wrong-type: etc'],
  [[], 'bad-value: an empty list'],
  [[undefined], 'wrong-type: nothing'],
  [['constructor'], 'bad-value: constructor'],
])('targets %j are none', (targets, words) => {
  expect(refusals(stackOf('one'), { targets })).toEqual([words]);
});

test('props that nobody wrote are those of the defaults; null is a problem', () => {
  const build = (...props: unknown[]): HardeningStack => {
    const stack = new HardeningStack(undefined, 'r', { release: '2025.1' });
    Reflect.construct(ImagePolicy, [stack, 'policy', ...props]);
    return stack;
  };
  expect(build().collect().intentDigest).toBe(build({}).collect().intentDigest);
  expect(build(null).problems()).toMatchObject([{ code: 'wrong-type', got: 'nothing' }]);
});

test('the digest of an intent is the same whatever its controls are called, and another for other props', () => {
  const build = (ids: readonly [string, string], host: string): string => {
    const stack = new HardeningStack(undefined, 'r', { release: '2025.1' });
    new ImagePolicy(stack, ids[0], {});
    new ImportFilter(stack, ids[1], { allowedHosts: [host] });
    return stack.collect().intentDigest;
  };
  const digest = build(['a', 'b'], 'a.example.org');
  expect(build(['b', 'a'], 'a.example.org')).toBe(digest);
  expect(build(['a', 'b'], 'b.example.org')).not.toBe(digest);
});

test('a report in no format names the formats', () => {
  expect(() => Reflect.apply(renderReport, undefined, ['xml', [], { today: '2026-11-22' }])).toThrow(
    'renderReport (/format): bad-value: got xml; wanted one of text, json, sarif, junit, markdown, html',
  );
});
