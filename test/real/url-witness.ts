// Runs the Python witness, and compares its answers with ours.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { FilterLevel } from '../../src/emulators/url/import-filter';
import { type PythonVersion, pythonVersions, traitsOf } from '../../src/emulators/url/python';
import { Dice } from './url-hosts';

const isRequired = process.env.GLACIS_REQUIRE_REAL === '1';
const seed = Number(process.env.GLACIS_SEED ?? 20260426);

/** A Python that can be asked, and which of ours it should be like. */
export interface Interpreter {
  readonly command: string;
  readonly python: PythonVersion;
  readonly version: string;
  readonly level: FilterLevel | null;
}

/** Runs the witness over all questions; one line of JSON comes back for each. */
export function ask(
  command: string,
  questions: readonly object[],
  ...flags: string[]
): { hello: string; answers: string[] } {
  const run = spawnSync(command, [join(__dirname, 'url-witness.py'), ...flags], {
    input: questions.map((question) => JSON.stringify(question)).join('\n'),
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    env: { ...process.env, PYTHONUTF8: '1', PYTHONDONTWRITEBYTECODE: '1' },
  });
  if (run.status !== 0) {
    throw new Error(`${command}: ${run.error?.message ?? run.stderr.slice(-2000)}`);
  }
  const [hello, ...answers] = run.stdout.trimEnd().split('\n');
  return { hello: hello!, answers };
}

/** Finds out which Python a command is; a sentence when it cannot be asked. */
export function meet(command: string, ...flags: string[]): Interpreter | string {
  let hello: { minor: string; brackets: string; version: string; level?: FilterLevel };
  try {
    hello = JSON.parse(ask(command, [], ...flags).hello);
  } catch (error) {
    return String(error);
  }
  const python = pythonVersions.find((name) => {
    const { build, brackets } = traitsOf(name);
    return build.startsWith(`${hello.minor}.`) && brackets === hello.brackets;
  });
  return python === undefined
    ? `${command} is Python ${hello.version}, which is not emulated`
    : { command, python, version: hello.version, level: hello.level ?? null };
}

/** Says loudly what could not be compared, or fails when GLACIS_REQUIRE_REAL=1 asks for it. */
export function skip(what: string, why: string, isOptional = false): void {
  if (isRequired && !isOptional) {
    throw new Error(`${what} is required and missing: ${why}`);
  }
  process.stderr.write(`SKIPPED: ${what} is missing: ${why}\n`);
}

/** Rolls many inputs from the seed of the run. */
export function rollMany<T>(count: number, salt: number, roll: (dice: Dice) => T): T[] {
  const dice = new Dice(seed + salt);
  return Array.from({ length: count }, () => roll(dice));
}

/** The first few differences, in full; a whole list would drown the reader. */
export function expectNoDifference(differences: readonly unknown[], compared: number, what: string): void {
  process.stderr.write(`${what}: ${compared} compared, ${differences.length} different (GLACIS_SEED=${seed})\n`);
  expect(compared).toBeGreaterThan(0);
  expect(differences.slice(0, 5)).toEqual([]);
}

/** Pairs inputs with real answers and keeps those we predict otherwise. */
export function compare<T>(
  inputs: readonly T[],
  real: readonly string[],
  predict: (input: T, real: object) => object,
): unknown[] {
  expect(real).toHaveLength(inputs.length);
  return inputs.flatMap((input, i) => {
    const expected = JSON.parse(real[i]!) as object;
    const ours = predict(input, expected);
    return canonical(ours) === canonical(expected) ? [] : [{ input, ours, real: expected }];
  });
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each) =>
    each && typeof each === 'object' && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
