// Writes docs/differential.md from the counts that full runs of the differential tests kept.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Compared } from '../differential/comparison';
import { knownDifferences } from '../differential/known-differences';
import { readComparisons } from '../differential/run-comparisons';

const all = readComparisons();
/** Of the packages as they are installed, and of code without their newer patches. */
const kept = all.filter(({ about }) => !about.startsWith('levels-'));
const levels = all.filter(({ about }) => about.startsWith('levels-'));
const suites = [...new Set(kept.map(({ suite }) => suite))].sort();
const titles = [...new Set(kept.flatMap(({ compared }) => compared.map(({ title }) => title)))];
const seeds = [...new Set(kept.flatMap(({ compared }) => compared.map(({ seed }) => seed)))];
const find = (suite: string, title: string) =>
  kept
    .filter((each) => each.suite === suite)
    .flatMap(({ compared }) => compared.filter((one) => one.title === title))[0];
const packages = [
  'python',
  'python3-glance',
  'python3-nova',
  'python3-cinder',
  'python3-cursive',
  'python3-cryptography',
  'python3-oslo.config',
  'python3-oslo.policy',
  'python3-oslo.utils',
];
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`);
const count = (one: Compared | undefined): string => {
  if (one === undefined) return 'not run';
  const known = Object.values(one.known).reduce((sum, each) => sum + each, 0);
  return `${one.compared}, ${one.mismatchCount} differ${known > 0 ? `, ${known} known` : ''}`;
};
const met = (id: string, suite: string): string =>
  String(
    all
      .filter((each) => each.suite === suite)
      .flatMap(({ compared }) => compared.map((one) => one.known[id] ?? 0))
      .reduce((sum, each) => sum + each, 0),
  );

const page = [
  '# Emulators beside the real code',
  '',
  'Written by `npm run proof`, which asks everything; `GLACIS_DIFFERENTIAL=quick npm run proof` asks what `npm test` asks, some',
  'thousands of each kind and every case of a list. An answer is kept in `/var/cache/glacis-bed` and asked for again when a byte of the',
  'emulators, generators or witnesses that it reaches, a package, the seed or a count changed; stderr says what was kept. An answer to',
  'everything is one to a part too. `GLACIS_PROOF_FRESH=1` asks again.',
  '',
  'Each emulator and the real code of three releases answer the same questions in the userlands of the proof (docs/proof.md), where a',
  'witness in Python calls into Glance, Nova, Cinder, cursive, oslo.policy, oslo.config, urllib and qemu-img. A mismatch is shrunk and',
  `fails the run. Seed of every generator: ${seeds.join(', ')} (\`GLACIS_SEED\`).`,
  '',
  '## Versions',
  '',
  ...table(
    ['package', ...suites],
    packages.map((name) => [
      name,
      ...suites.map(
        (suite) => kept.find((each) => each.suite === suite && each.versions[name] !== undefined)?.versions[name] ?? '',
      ),
    ]),
  ),
  '',
  '## Answers compared',
  '',
  'Known: answers that one of the differences below covers.',
  '',
  ...table(
    ['what', ...suites],
    titles.map((title) => [title, ...suites.map((suite) => count(find(suite, title)))]),
  ),
  '',
  ...(levels.length === 0 ? [] : ['## Earlier patch levels', '', ...tableOfLevels(), '']),
  '## Known differences',
  '',
  ...table(
    ['id', 'why', ...suites],
    Object.entries(knownDifferences).map(([id, why]) => [id, why, ...suites.map((suite) => met(id, suite))]),
  ),
  '',
].join('\n');

function tableOfLevels(): string[] {
  const rows = levels.flatMap(({ suite, compared }) => compared.map((one) => [one.title, suite, count(one)]));
  return table(['what', 'suite', 'answers'], rows);
}

writeFileSync(resolve(__dirname, '../../docs/differential.md'), page);
