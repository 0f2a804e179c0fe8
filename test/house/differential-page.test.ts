// docs/differential.md against the comparisons of the code: each has a row, everything was asked, and nothing differs without a name.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { knownDifferences } from '../differential/known-differences';
import { releaseOf } from '../proof/bed';

const root = resolve(__dirname, '../..');
const page = readFileSync(join(root, 'docs/differential.md'), 'utf8');
const proofPage = readFileSync(join(root, 'docs/proof.md'), 'utf8');
const suites = Object.keys(releaseOf).sort();

/** The rows of the table below a heading, the head first. */
function readTable(text: string, heading: string): string[][] {
  const lines = text.slice(text.indexOf(`\n${heading}\n`) + 1).split('\n');
  const first = lines.findIndex((line) => line.startsWith('|'));
  const end = lines.findIndex((line, at) => at > first && !line.startsWith('|'));
  const rows = lines.slice(first, end).filter((line) => !/^\|[ -]*---/.test(line));
  return rows.map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}

/** What every comparison calls itself, as its file says. */
const titles = readdirSync(join(root, 'test/differential'))
  .filter((name) => name.endsWith('-comparisons.ts'))
  .map((name) => readFileSync(join(root, 'test/differential', name), 'utf8'))
  .flatMap((text) => [...text.matchAll(/^\s+title: (['`])(.+)\1,$/gm)].map(([, , title]) => title as string))
  .flatMap((title) => {
    const services = ['glance', 'nova', 'cinder'].map((service) => title.replaceAll(`\${service}`, service));
    return title.includes(`\${service}`) ? services : [title];
  });

const [head = [], ...rows] = readTable(page, '## Answers compared');
/** The least that the issue asks for, of what is generated. */
const demanded: Readonly<Record<string, number>> = {
  'import filter': 100_000,
  'import with redirects': 100_000,
  'urlsplit and connect target': 100_000,
  redirects: 100_000,
  'host names in ASCII': 100_000,
  'ini texts': 50_000,
  'option values': 50_000,
  'merged files': 50_000,
  'policy checks parsed': 50_000,
  'left sides of checks': 50_000,
  'policy files loaded': 50_000,
  'requests enforced': 50_000,
  'glance: files read': 1_500,
  'nova: files read': 1_500,
  'cinder: files read': 1_500,
};

test('every comparison of the code has a row, and every row is one of them', () => {
  expect(titles.length).toBeGreaterThan(20);
  expect(rows.map(([title]) => title).sort()).toEqual([...titles].sort());
});

test('the three suites stand in the head, with the versions that docs/proof.md names', () => {
  const [versionHead = [], ...versions] = readTable(page, '## Versions');
  expect(head.slice(1)).toEqual(suites);
  expect(versionHead.slice(1)).toEqual(suites);
  expect(versions.filter((row) => row.some((cell) => cell === ''))).toEqual([]);
  const [, ...ran] = readTable(proofPage, '## What ran');
  const glance = versions.find(([name]) => name === 'python3-glance')?.slice(1);
  expect(suites.map((suite) => ran.find(([name]) => name === suite)?.[1])).toEqual(glance);
});

test.each(rows.map(([title = '', ...cells]) => [title, cells] as const))(
  '%s: asked in full, 0 differ',
  (title, cells) => {
    for (const cell of cells) {
      expect(cell).toMatch(/^\d+, 0 differ(, \d+ known)?$/);
      expect(Number.parseInt(cell, 10)).toBeGreaterThanOrEqual(demanded[title] ?? 1);
    }
  },
);

test('what is demanded is a row', () => {
  expect(Object.keys(demanded).filter((title) => !titles.includes(title))).toEqual([]);
});

test('every known difference is explained, and met by some comparison: an excuse that nobody needs is to be deleted', () => {
  const [, ...known] = readTable(page, '## Known differences');
  expect(Object.fromEntries(known.map(([id, why]) => [id, why]))).toEqual(knownDifferences);
  expect(known.filter(([, , ...met]) => met.every((count) => count === '0')).map(([id]) => id)).toEqual([]);
});

test('answers that a row calls known are counted below', () => {
  const [, ...known] = readTable(page, '## Known differences');
  const sum = (cells: readonly string[]): number => cells.reduce((total, cell) => total + Number(cell), 0);
  for (const column of suites.keys()) {
    const said = rows.map((row) => /, (\d+) known$/.exec(row[column + 1] ?? '')?.[1] ?? '0');
    expect(sum(known.map((row) => row[column + 2] ?? '0'))).toBeGreaterThanOrEqual(sum(said));
  }
});
