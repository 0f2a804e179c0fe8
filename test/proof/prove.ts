// The proof: builds the suites, attacks real Glance two trees at a time, holds what happened against the judge, writes the page.
import { availableParallelism } from 'node:os';
import type { SuiteVersions } from './bed';
import { allBeds, type Bed, chosenBeds, nameOfBed, suites } from './beds';
import { type Configuration, configurationsOf } from './configurations';
import { judgeTree } from './judged-trees';
import { buildLevel, buildSuite } from './live-bed';
import { type ProvedTree, proveTree } from './prove-tree';
import { readTrees } from './results';
import { isWholePage, writePage } from './write-page';

const wantedTrees = process.env.GLACIS_PROOF_TREES?.split(',');
// Much of an attack is waiting: for tasks, for silence, for a start.
const slots = Math.max(2, availableParallelism()) + 1;
const begun = Date.now();
let running = 0;
const waiting: (() => void)[] = [];
const failures: string[] = [];
const done: ProvedTree[] = [];

interface Unit {
  readonly bed: Bed;
  readonly versions: SuiteVersions;
  readonly configuration: Configuration;
}

function say(words: string): void {
  const seconds = Math.round((Date.now() - begun) / 1000);
  process.stderr.write(`proof: ${String(seconds).padStart(4)} s  ${words}\n`);
}

async function inSlot(run: () => Promise<void>): Promise<void> {
  if (running >= slots) await new Promise<void>((wake) => waiting.push(wake));
  running += 1;
  try {
    await run();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

async function proveSuite(suite: (typeof suites)[number]): Promise<void> {
  const own = chosenBeds(allBeds).filter((bed) => bed.suite === suite);
  if (own.length === 0) return;
  const packaged = await buildSuite(suite);
  say(`${suite}: ${packaged['python3-glance']} is there`);
  const units: Unit[] = [];
  for (const bed of own) {
    const versions = bed.level === undefined ? packaged : { ...packaged, ...(await buildLevel(suite, bed.level)) };
    const chosen = configurationsOf(bed).filter(({ name }) => wantedTrees?.includes(name) ?? true);
    // Last on the page, longest to wait for: a guard that refuses leaves Glance waiting, and others can work meanwhile.
    units.push(...chosen.toReversed().map((configuration) => ({ bed, versions, configuration })));
  }
  await Promise.all(
    units.map(({ bed, versions, configuration }) =>
      inSlot(async () => {
        const where = `${nameOfBed(bed)} ${configuration.name}`;
        try {
          const proved = await proveTree(bed, versions, configuration);
          done.push(proved);
          say(
            `${where}: ${proved.ran} run${proved.why.length > 0 ? ` (${proved.why.join(', ')})` : ''}, ${proved.kept} kept`,
          );
        } catch (error) {
          failures.push(`${where}: ${(error as Error).message}`);
          say(`${where}: could not be run`);
        }
      }),
    ),
  );
}

async function prove(): Promise<number> {
  const built = await Promise.allSettled(suites.map(proveSuite));
  for (const one of built) if (one.status === 'rejected') failures.push((one.reason as Error).message);
  const sum = (count: (tree: ProvedTree) => number) => done.reduce((total, tree) => total + count(tree), 0);
  say(`${sum(({ ran }) => ran)} cells run, ${sum(({ kept }) => kept)} kept from earlier runs`);
  const trees = readTrees()
    .filter(({ bed, configuration }) => isCurrent(bed, configuration))
    .map(judgeTree);
  const mismatches = trees.flatMap((tree) => tree.mismatches);
  for (const { where, words } of mismatches) process.stdout.write(`${where}: ${words}\n`);
  for (const failure of failures) process.stdout.write(`could not be run: ${failure}\n`);
  // A page of some beds would say less than the one that is there.
  if (isWholePage(trees)) writePage(trees);
  else say('docs/proof.md is left alone: some trees have not been run yet');
  if (failures.length > 0) return 1;
  return mismatches.length > 0 ? 2 : 0;
}

/** Results of a bed or a configuration that is gone say nothing. */
function isCurrent(bed: Bed, configuration: string): boolean {
  const known = allBeds.find((one) => nameOfBed(one) === nameOfBed(bed));
  return known !== undefined && configurationsOf(known).some(({ name }) => name === configuration);
}

prove().then(
  (status) => {
    process.exitCode = status;
  },
  (error: Error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
  },
);
