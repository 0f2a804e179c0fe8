// Every public class and function, called from plain JavaScript with wrong values everywhere: problems, never an error from inside, never silence.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Construct } from 'constructs';
import * as door from '../../src';
import { isStack } from '../../src/constructs/scope';
import { doubtfulValues, listKeys, listPublicCalls, makeValue, type PublicCall, wrongValues } from './public-interface';

const calls = listPublicCalls();
const home = process.cwd();
let base: string;
beforeAll(() => {
  // What is taken for a relative path must not lie in the repository.
  base = mkdtempSync(join(tmpdir(), 'glacis-door-'));
  process.chdir(base);
});
afterAll(() => {
  process.chdir(home);
  rmSync(base, { recursive: true, force: true });
});

/** What was told: problems, or that a value is harmless. @throws what is no problem */
function call({ name, isClass }: PublicCall, args: readonly unknown[]): readonly door.Problem[] {
  try {
    const target: unknown = Reflect.get(door, name);
    const made: unknown = isClass
      ? Reflect.construct(target as typeof Object, args)
      : Reflect.apply(target as typeof String, undefined, args);
    return listTold(made);
  } catch (error) {
    if (!(error instanceof door.IntentProblems)) throw error;
    expect(error.problems.length).toBeGreaterThan(0);
    for (const one of error.problems) expectWhole(one);
    return error.problems;
  }
}

/** What only shows when the thing that was made is used. */
function listTold(made: unknown): readonly door.Problem[] {
  if (made instanceof door.IntentProblems) return made.problems.filter(({ place }) => place.file === 'IntentProblems');
  if (typeof made === 'function') return wrongValues.flatMap(([, value]) => callProbe(made, value));
  const region = made as door.SettledRegion | undefined;
  if (typeof region?.placeOf === 'function' && 'intent' in region)
    return listTold(door.hardenRegion(undefined, region));
  const { node } = made as Construct;
  const stack = node?.scopes.find(isStack) as door.HardeningStack | undefined;
  if (stack === undefined) return [];
  const problems = stack.problems();
  if (problems.length > 0) return problems;
  for (const text of door.renderStack(stack).values())
    expect(text).not.toMatch(/^[ \t]*evil|^\[evil|[\u0000\u202e\ud800]/m);
  return [];
}

/** A probe tells of each wrong URL by throwing; then there is nothing to tell of the arguments it was made with. */
function callProbe(probe: unknown, value: unknown): readonly door.Problem[] {
  if (typeof value === 'string') return [];
  expect(() => Reflect.apply(probe as typeof String, undefined, [value])).toThrow(door.IntentProblems);
  return [];
}

function expectWhole({ code, place, got, wanted, why, fix }: door.Problem): void {
  for (const text of [code, place.file, got, wanted, why, fix]) expect(text).toMatch(/^[^\u0000-\u001f\u202e]+$/);
}

type Edit = readonly [where: string, args: () => readonly unknown[]];

/** The right arguments with `value` in place of each argument and of everything in it. */
function* replaceEach(one: PublicCall, value: unknown): Generator<Edit> {
  for (const [index, parameter] of one.parameters.entries()) {
    const paths = [[], ...listPaths(makeValue(parameter))];
    for (const path of paths) {
      const make = () =>
        one.parameters.map((other, at) => (at === index ? replaceAt(makeValue(other), path, value) : makeValue(other)));
      yield [`${one.name}(${[parameter.name, ...path].join('.')})`, make];
    }
  }
}

type Path = readonly (string | number)[];

const isOpen = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype);

/** Of plain objects and lists alone: what Glacis made is one value. */
function listPaths(value: unknown): readonly Path[] {
  if (value instanceof Map) return [...value.keys()].map((key) => [key]);
  if (!isOpen(value) || Object.isFrozen(value)) return [];
  return Object.entries(value).flatMap(([key, inner]): readonly Path[] => [
    [key],
    ...listPaths(inner).map((path) => [key, ...path]),
  ]);
}

function replaceAt(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  if (value instanceof Map) return new Map(value).set(key, by);
  const members = Object.entries(value as object).map(([name, inner]): [string, unknown] => [
    name,
    name === String(key) ? replaceAt(inner, rest, by) : inner,
  ]);
  return Array.isArray(value) ? members.map(([, inner]) => inner) : Object.fromEntries(members);
}

test('docs/api.md lists every function and class of the door, and examples of their arguments have every key', () => {
  const callable = Object.entries(door).filter(([, value]) => typeof value === 'function');
  expect(calls.map(({ name }) => name).sort()).toEqual(callable.map(([name]) => name).sort());
  const lacking = calls.flatMap(({ parameters }) =>
    parameters.flatMap((parameter) => {
      const value = makeValue(parameter);
      const keys =
        isOpen(value) && !Array.isArray(value) && parameter.type !== 'RegionIntent' ? listKeys(parameter.type) : [];
      return (keys ?? []).filter((key) => !(key in (value as object))).map((key) => `${parameter.type}.${key}`);
    }),
  );
  expect(lacking).toEqual([]);
});

test.each(calls)('$name takes what is right', (one) => {
  expect(call(one, one.parameters.map(makeValue))).toEqual([]);
});

const isCallback = (where: string): boolean => /\((?:readBeside|region\.placeOf)\)$/.test(where);

test.each(calls)('$name tells of everything that is wrong', (one) => {
  const silent: string[] = [];
  for (const [what, value] of wrongValues) {
    for (const [where, args] of replaceEach(one, value)) {
      try {
        // A content may be long, and a text of one's own problem is shortened.
        const isText = typeof value === 'string' && /\((?:text|files\..*|problems\.0\.(?!code).*)\)$/.test(where);
        if (call(one, args()).length === 0 && !isText) silent.push(`${where}: ${what} is taken`);
      } catch (error) {
        silent.push(`${where}: ${what} ends in ${String(error)}`);
      }
    }
  }
  expect(silent).toEqual([]);
});

test.each(calls)('$name takes nothing that leaves its line', (one) => {
  const broken: string[] = [];
  for (const value of doubtfulValues) {
    for (const [where, args] of replaceEach(one, value)) {
      try {
        if (call(one, args()).length === 0 && typeof value === 'function' && !isCallback(where))
          broken.push(`${where}: a function is taken`);
      } catch (error) {
        broken.push(`${where}: ${JSON.stringify(value)} ends in ${String(error)}`);
      }
    }
  }
  expect(broken).toEqual([]);
});
