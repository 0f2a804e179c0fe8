// docs/proof.md against the catalogue and the judge of today: the page may claim nothing that is no longer so.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attackIds } from '../../src/checks';
import { compareText } from '../../src/problems';
import { type Bed, beds, nameOfBed, platformOf } from '../proof/beds';
import { configurations } from '../proof/configurations';
import { openTree } from '../proof/judged-trees';
import { floodedAttacks, liveAttacks } from '../proof/live-attacks';
import type { ObservedCell } from '../proof/results';
import { untried } from '../proof/untried';
import { agrees } from '../proof/verdicts';

const page = readFileSync(join(__dirname, '../../docs/proof.md'), 'utf8');
const known: ReadonlySet<string> = new Set(attackIds);

/** The rows of the first table below a heading, cells trimmed; the head first, the line of dashes left out. */
function readTable(heading: string): string[][] {
  const start = page.indexOf(`\n${heading}\n`);
  if (start < 0) throw new Error(`the page has no ${heading}`);
  const lines = page.slice(start + heading.length + 2).split('\n');
  const first = lines.findIndex((line) => line.startsWith('|'));
  const end = lines.findIndex((line, at) => at > first && !line.startsWith('|'));
  return lines
    .slice(first, end)
    .filter((line) => !line.startsWith('|---'))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
}

/** The attacks in the table of a configuration, with the word for each bed. */
function readCells(configuration: string): { readonly id: string; readonly words: ReadonlyMap<string, string> }[] {
  const [head = [], ...rows] = readTable(`### ${configuration}`);
  return rows
    .filter(([id = '']) => !id.startsWith('*'))
    .map(([id = '', ...words]) => ({
      id,
      words: new Map(words.map((word, column) => [head[column + 1] ?? '', word])),
    }));
}

const cells = configurations.flatMap(({ name }) => readCells(name).map((row) => ({ ...row, configuration: name })));
const provedIds: ReadonlySet<string> = new Set(cells.map(({ id }) => id));

test('every attack of the page is one of the catalogue', () => {
  expect([...provedIds].filter((id) => !known.has(id))).toEqual([]);
  expect(Object.keys(untried).filter((id) => !known.has(id))).toEqual([]);
  expect(floodedAttacks.filter((id) => !known.has(id))).toEqual([]);
});

test('every attack of the catalogue is proved, or the page says why it is not', () => {
  const silent = attackIds.filter(
    (id) => !provedIds.has(id) && untried[id] === undefined && !floodedAttacks.includes(id),
  );
  expect(silent).toEqual([]);
  const told = [...Object.keys(untried), ...floodedAttacks];
  expect(told.filter((id) => !page.includes(id))).toEqual([]);
  expect(told.filter((id) => provedIds.has(id))).toEqual([]);
  expect(liveAttacks.map(({ id }) => id).sort(compareText)).toEqual([...provedIds].sort(compareText));
});

test('every configuration was run on every bed', () => {
  for (const { name } of configurations) {
    const [head = []] = readTable(`### ${name}`);
    expect(head.slice(1)).toEqual(beds.map(nameOfBed));
  }
});

test('the page counts its own cells', () => {
  const words = cells.flatMap((row) => [...row.words.values()]).filter((word) => word !== '');
  const worked = words.filter((word) => word.startsWith('worked')).length;
  const said =
    /: (\d+) of the (\d+) attacks of the catalogue, (\d+) cells, (\d+) worked, (\d+) where the judge says something else/;
  const numbers = said.exec(page)?.slice(1).map(Number);
  expect(numbers).toEqual([provedIds.size, attackIds.length, words.length, worked, 0]);
});

function observedOf(word: string): ObservedCell['observed'] | undefined {
  return word === '·' ? 'nothing-tried' : word === 'worked' || word === 'failed' ? word : undefined;
}

const versions = new Map(
  readTable('## What ran')
    .slice(1)
    .map(([suite = '', glance = '']) => [suite, glance]),
);

describe.each(beds.map((bed): [string, Bed] => [nameOfBed(bed), bed]))('%s', (bedName, bed) => {
  test('what worked is open to the judge of today, and nothing else is', () => {
    const differing = configurations.flatMap((configuration) => {
      const { platform, verdicts } = openTree(bed, versions.get(bed.suite) ?? '', configuration);
      return readCells(configuration.name).flatMap(({ id, words }) => {
        const word = words.get(bedName) ?? '';
        const verdict = verdicts.get(id);
        const observed = observedOf(word);
        if (word === '' || !verdict || !observed) return word === '' ? [] : [`${configuration.name} ${id}: ${word}`];
        if (agrees({ observed }, verdict, platform.glancePackage !== undefined)) return [];
        return [`${configuration.name} ${id}: ${word} on the page, ${verdict.modelled} to the judge: npm run proof`];
      });
    });
    expect(differing).toEqual([]);
  }, 120_000);
});

test('a version that no release knows is judged as the newest release, unpatched, and may be better than that', () => {
  expect(platformOf({ launcher: 'uwsgi' }, '2:33.0.0-6')).toMatchObject({
    release: '2026.2',
    glancePackage: '2:33.0.0-6',
  });
  expect(platformOf({ launcher: 'uwsgi' }, '2:99.0.0-1')).toMatchObject({
    release: '2026.2',
    glancePackage: undefined,
  });
  const [open, stopped] = [{ modelled: 'open' }, { modelled: 'stopped' }] as const;
  expect(agrees({ observed: 'failed' }, open)).toBe(false);
  expect(agrees({ observed: 'failed' }, open, false)).toBe(true);
  expect(agrees({ observed: 'worked' }, stopped, false)).toBe(false);
});
