// Runs comparisons in one suite, expects no difference, and keeps what was counted for the page.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bedDirectory, type Suite, type SuiteVersions } from '../proof/bed';
import { type Compared, type Comparison, compare } from './comparison';
import type { Witness } from './witness';

/** Where every generator begins: GLACIS_SEED looks elsewhere. */
export const seed = Number(process.env.GLACIS_SEED ?? 20261122);

const isFull = process.env.GLACIS_DIFFERENTIAL === 'full';

/** Cases of a run: all of them with GLACIS_DIFFERENTIAL=full, otherwise as many as take seconds. */
export function countOf(full: number, quick: number): number {
  return isFull ? full : quick;
}

/** What one suite of tests found in one userland. */
export interface KeptComparisons {
  readonly about: string;
  readonly suite: Suite;
  readonly versions: SuiteVersions;
  readonly compared: readonly Compared[];
}

/** One comparison, ready to run. */
export type Run = (witness: Witness) => Promise<Compared>;

/** Binds a comparison to its counts; one that lists its cases takes none. */
export function runOf<Case>(comparison: Comparison<Case>, full = 0, quick = full): Run {
  return (witness) => compare(comparison, witness, countOf(full, quick), seed);
}

/** Runs all, keeps the counts of a full run, and expects that nothing differs. */
export async function expectSame(
  about: string,
  suite: Suite,
  versions: SuiteVersions,
  witness: Witness,
  runs: readonly Run[],
): Promise<void> {
  const compared: Compared[] = [];
  for (const run of runs) compared.push(await run(witness));
  if (isFull || compared.every(({ isListed }) => isListed)) keepComparisons({ about, suite, versions, compared });
  expectNone(compared);
}

/** Fails with the shrunk cases when anything differs. */
export function expectNone(compared: readonly Compared[]): void {
  expect(compared.every((each) => each.compared > 0)).toBe(true);
  expect(
    compared.flatMap(({ title, mismatches, seed: from }) => mismatches.map((each) => ({ title, from, ...each }))),
  ).toEqual([]);
}

const directory = join(bedDirectory, 'results');

/** Writes a result where the page is written from. */
export function keepComparisons(kept: KeptComparisons): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, `differential-${kept.about}-${kept.suite}.json`), `${JSON.stringify(kept, null, 1)}\n`);
}

/** All kept results, sorted by name. */
export function readComparisons(): KeptComparisons[] {
  const files = readdirSync(directory).filter((file) => file.startsWith('differential-'));
  return files.sort().map((file) => JSON.parse(readFileSync(join(directory, file), 'utf8')) as KeptComparisons);
}
