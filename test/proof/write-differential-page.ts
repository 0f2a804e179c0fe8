// Writes docs/differential.md from the counts that full runs of the differential tests kept.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { knownDifferences } from '../differential/known-differences';
import { readComparisons } from '../differential/run-comparisons';

const kept = readComparisons();
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
const count = (title: string, suite: string): string => {
  const one = find(suite, title);
  if (one === undefined) return 'not run';
  const known = Object.values(one.known).reduce((sum, each) => sum + each, 0);
  return `${one.compared}, ${one.mismatchCount} differ${known > 0 ? `, ${known} known` : ''}`;
};
const met = (id: string, suite: string): string =>
  String(
    kept
      .filter((each) => each.suite === suite)
      .flatMap(({ compared }) => compared.map((one) => one.known[id] ?? 0))
      .reduce((sum, each) => sum + each, 0),
  );

const page = [
  '# Emulators beside the real code',
  '',
  'Written by `npx tsx test/proof/write-differential-page.ts` from full runs: `GLACIS_DIFFERENTIAL=full npm run proof -- differential`.',
  'Each emulator and the real code of three releases answer the same questions in the userlands of the proof (docs/proof.md), where a',
  'witness in Python calls into Glance, Nova, Cinder, cursive, oslo.policy, oslo.config, urllib and qemu-img. A mismatch is shrunk and',
  `fails the run. Without the variable smaller counts run. Seed of every generator: ${seeds.join(', ')} (\`GLACIS_SEED\`).`,
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
  'Known: answers that one of the differences below covers. A row that differs is of a run before its difference was named or mended:',
  'the run itself fails on it.',
  '',
  ...table(
    ['what', ...suites],
    titles.map((title) => [title, ...suites.map((suite) => count(title, suite))]),
  ),
  '',
  '## Known differences',
  '',
  ...table(
    ['id', 'why', ...suites],
    Object.entries(knownDifferences).map(([id, why]) => [id, why, ...suites.map((suite) => met(id, suite))]),
  ),
  '',
].join('\n');

writeFileSync(resolve(__dirname, '../../docs/differential.md'), page);
