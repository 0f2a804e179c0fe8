// One differential test: generated cases, the question put to the real code, and what our emulator says instead.
import { shrink } from './shrink';
import type { Witness } from './witness';

/** What was found out about one case: null when both say the same. */
export interface Difference {
  readonly ours: unknown;
  readonly real: unknown;
  /** The id of a known difference (known-differences.ts) that covers it; absent: nobody knows why. */
  readonly known?: string;
}

/** A way to compare an emulator with the real code. */
export interface Comparison<Case> {
  /** What is compared, in words that fit a table. */
  readonly title: string;
  /** The first `count` cases of a seed: the same on every machine. */
  readonly make: (count: number, seed: number) => readonly Case[];
  readonly question: (asked: Case) => object;
  readonly differ: (asked: Case, answer: object) => Difference | null;
  /** True when the cases are a list in which each means something: they are not made smaller. Default false. */
  readonly isListed?: boolean;
  /** Every case a step smaller; default: any piece of any text or list left out. */
  readonly listSmaller?: (asked: Case) => readonly Case[];
  /** How many single answers a case holds; default 1. */
  readonly answersOf?: (asked: Case) => number;
}

/** What a comparison came to. */
export interface Compared {
  readonly title: string;
  /** Every case of a list was asked, whatever the count. */
  readonly isListed: boolean;
  readonly seed: number;
  readonly compared: number;
  /** The first few, each shrunk; empty is the goal. */
  readonly mismatches: readonly { readonly asked: unknown; readonly ours: unknown; readonly real: unknown }[];
  readonly mismatchCount: number;
  /** Known differences met, by id. */
  readonly known: Readonly<Record<string, number>>;
  readonly seconds: number;
}

const batch = 1000;
const shownAtMost = 3;

/** Asks `count` cases and compares each answer. The next batch is being answered while one is compared. */
export async function compare<Case>(
  comparison: Comparison<Case>,
  witness: Witness,
  count: number,
  seed: number,
): Promise<Compared> {
  const begun = process.hrtime.bigint();
  const { make, question, differ, answersOf = () => 1 } = comparison;
  const cases = make(count, seed);
  const known: Record<string, number> = {};
  const unknown: Case[] = [];
  let compared = 0;
  let ahead = witness.ask(cases.slice(0, batch).map(question));
  for (let start = 0; start < cases.length; start += batch) {
    const answers = await ahead;
    ahead = witness.ask(cases.slice(start + batch, start + 2 * batch).map(question));
    for (const [index, answer] of answers.entries()) {
      const asked = cases[start + index] as Case;
      compared += answersOf(asked);
      const difference = differ(asked, JSON.parse(answer) as object);
      if (difference?.known !== undefined) known[difference.known] = (known[difference.known] ?? 0) + 1;
      else if (difference !== null) unknown.push(asked);
    }
  }
  await ahead;
  const ask = async (asked: readonly Case[]): Promise<(Difference | null)[]> => {
    const answers = await witness.ask(asked.map(question));
    return answers.map((answer, index) => differ(asked[index] as Case, JSON.parse(answer) as object));
  };
  const mismatches: { asked: unknown; ours: unknown; real: unknown }[] = [];
  for (const found of unknown.slice(0, shownAtMost)) {
    const stillDiffer = async (few: readonly Case[]): Promise<boolean[]> =>
      (await ask(few)).map((each) => each !== null && each.known === undefined);
    const smallest =
      comparison.isListed === true ? found : await shrink(found, stillDiffer, 60, comparison.listSmaller);
    const [difference] = await ask([smallest]);
    mismatches.push({ asked: smallest, ours: difference?.ours, real: difference?.real });
  }
  const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
  const { title, isListed = false } = comparison;
  const result = { title, isListed, seed, compared, mismatches, mismatchCount: unknown.length, known, seconds };
  process.stderr.write(
    `${result.title}: ${compared} compared, ${unknown.length} different, known ${JSON.stringify(known)} (seed ${seed})\n`,
  );
  return result;
}

/** The same text for the same value, whatever the order of its keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    each !== null && typeof each === 'object' && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

/** Null when both are the same value. */
export function differOf(ours: unknown, real: unknown, known?: string): Difference | null {
  if (canonical(ours) === canonical(real)) return null;
  return known === undefined ? { ours, real } : { ours, real, known };
}
