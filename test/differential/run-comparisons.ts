// Runs comparisons in one suite, expects no difference, and keeps what was counted.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bedDirectory, type Suite, type SuiteVersions } from '../proof/bed';
import { type Answered, answerOnce, isFull } from '../proof/kept-answers';
import { versionsOf } from '../proof/suites';
import { type Compared, type Comparison, compare } from './comparison';
import { type Witness, withWitness } from './witness';

/** Where every generator begins: GLACIS_SEED looks elsewhere. */
export const seed = Number(process.env.GLACIS_SEED ?? 20261122);

/** What one suite of tests found in one userland. */
export interface KeptComparisons extends Answered {
  readonly about: string;
  readonly suite: Suite;
  readonly versions: SuiteVersions;
  readonly compared: readonly Compared[];
}

/** One comparison, ready to run. */
export type Run = (witness: Witness) => Promise<Compared>;

/** Binds a comparison to its counts, all and those of a run of minutes; one that lists its cases takes none. */
export function runOf<Case>(comparison: Comparison<Case>, full = 0, quick = full): Run {
  return (witness) => compare(comparison, witness, isFull ? full : quick, seed);
}

/**
 * Runs comparisons in a suite and expects that nothing differs, unless the same was found earlier and still stands.
 * @param list the comparisons; the witness may be asked what it is
 * @param versions what runs there; default: what is installed in the suite
 */
export async function expectSame(
  about: string,
  suite: Suite,
  open: () => Witness,
  list: (witness: Witness, versions: SuiteVersions) => readonly Run[] | Promise<readonly Run[]>,
  versions = versionsOf(suite),
): Promise<void> {
  const ask = async (): Promise<KeptComparisons> => {
    const compared: Compared[] = [];
    await withWitness(open(), async (witness) => {
      for (const run of await list(witness, versions)) compared.push(await run(witness));
    });
    expectNone(compared);
    const answers = compared.reduce((sum, one) => sum + one.compared, 0);
    return { about, suite, versions, answers, isPart: !isFull && compared.some((one) => !one.isListed), compared };
  };
  await answerOnce({ kind: 'differential', name: `${about}-${suite}`, facts: [versions, seed], ask });
}

/** Fails with the shrunk cases when anything differs. */
export function expectNone(compared: readonly Compared[]): void {
  expect(compared.every((each) => each.compared > 0)).toBe(true);
  expect(
    compared.flatMap(({ title, mismatches, seed: from }) => mismatches.map((each) => ({ title, from, ...each }))),
  ).toEqual([]);
}

const directory = join(bedDirectory, 'results');

/** All kept results, sorted by name. */
export function readComparisons(): KeptComparisons[] {
  const files = readdirSync(directory).filter((file) => file.startsWith('differential-'));
  return files.sort().map((file) => JSON.parse(readFileSync(join(directory, file), 'utf8')) as KeptComparisons);
}
