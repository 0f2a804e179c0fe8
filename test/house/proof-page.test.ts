// docs/proof.md against the catalogue and the judge of today: the page may claim nothing that is no longer so.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attackIds } from '../../src/checks';
import { releaseNames } from '../../src/openstack/releases';
import { compareText } from '../../src/problems';
import { allBeds, type Bed, beds, levelBeds, nameOfBed, platformOf } from '../proof/beds';
import { configurations, configurationsOf } from '../proof/configurations';
import { openTree } from '../proof/judged-trees';
import { fixesOf, listChanges, listReadFixes, type SeenTree } from '../proof/level-changes';
import { floodedAttacks, liveAttacks } from '../proof/live-attacks';
import { headingOfLevels } from '../proof/page-levels';
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

/** The tables of a configuration: of the packages, and of the earlier levels when it is run on them. */
function headingsOf(configuration: string): { readonly heading: string; readonly beds: readonly Bed[] }[] {
  const levels = levelBeds.filter((bed) => configurationsOf(bed).some(({ name }) => name === configuration));
  const earlier = levels.length === 0 ? [] : [{ heading: headingOfLevels(configuration), beds: levels }];
  return [{ heading: configuration, beds }, ...earlier];
}

/** The attacks in the tables of a configuration, with the word for each bed. */
function readCells(configuration: string): { readonly id: string; readonly words: ReadonlyMap<string, string> }[] {
  return headingsOf(configuration).flatMap(({ heading }) => readCellsBelow(heading));
}

function readCellsBelow(heading: string): ReturnType<typeof readCells> {
  const [head = [], ...rows] = readTable(`### ${heading}`);
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
  const told = [...Object.keys(untried), ...floodedAttacks];
  const forgotten = [
    ...attackIds
      .filter((id) => !provedIds.has(id) && !told.includes(id))
      .map((id) => `${id}: try it in test/proof/live-attacks.ts, or say in test/proof/untried.ts why not`),
    ...told
      .filter((id) => !page.includes(id))
      .map((id) => `${id}: docs/proof.md does not have it; npm run proof writes the page`),
  ];
  expect(forgotten).toEqual([]);
  expect(told.filter((id) => provedIds.has(id))).toEqual([]);
  expect(liveAttacks.map(({ id }) => id).sort(compareText)).toEqual([...provedIds].sort(compareText));
});

test('every configuration was run on every bed', () => {
  for (const { heading, beds: wanted } of configurations.flatMap(({ name }) => headingsOf(name))) {
    const [head = []] = readTable(`### ${heading}`);
    expect([heading, ...head.slice(1)]).toEqual([heading, ...wanted.map(nameOfBed)]);
  }
});

test('the page counts its own cells, and all attacks of the catalogue (npm run proof, or by hand for an untried one)', () => {
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

function versionIn(bed: Bed): string {
  return bed.level ?? versions.get(bed.suite) ?? '';
}

/** What the page says happened, tree by tree. */
const seenTrees = allBeds.flatMap((bed) =>
  configurationsOf(bed).map(({ name }): SeenTree => {
    const rows = cells.filter(({ configuration }) => configuration === name);
    const own = rows.map(({ id, words }) => ({ id, observed: observedOf(words.get(nameOfBed(bed)) ?? '') }));
    return {
      bed,
      configuration: name,
      glancePackage: versionIn(bed),
      cells: own.flatMap(({ id, observed }) => (observed === undefined ? [] : [{ id, observed }])),
    };
  }),
);

test('the levels are told with their fixes', () => {
  const rows = readTable('## Glance without the newer security patches').slice(1);
  expect(rows.map(([bed, version, , fixes]) => [bed, version, fixes])).toEqual(
    levelBeds.map((bed) => [nameOfBed(bed), bed.level, [...fixesOf(bed, versionIn(bed))].join(', ')]),
  );
  expect(rows.every(([, , reversed]) => Number(reversed) > 0)).toBe(true);
  for (const bed of levelBeds) {
    const packaged = fixesOf({ suite: bed.suite, launcher: bed.launcher }, versions.get(bed.suite) ?? '');
    expect(fixesOf(bed, versionIn(bed)).size).toBeLessThan(packaged.size);
  }
  // A suite without such beds is one whose release has all that its package has.
  for (const bed of beds.filter(({ suite }) => levelBeds.every((level) => level.suite !== suite))) {
    const packaged = versionIn(bed);
    if (platformOf(bed, packaged).glancePackage === undefined) continue;
    expect(fixesOf(bed, packaged.replace(/^\d+:|-[^-]*$/g, ''))).toEqual(fixesOf(bed, packaged));
  }
});

test('what each fix changed is what the cells say', () => {
  const told = readTable('### What each fix changed')
    .slice(1)
    .filter(([, , , configuration]) => configuration !== 'all')
    .map(([, from, to, configuration, ended, begun]) => ({ from, to, configuration, ended, begun }));
  expect(told).toEqual(
    listChanges(seenTrees).map(({ step, configuration, ended, begun }) => ({
      from: nameOfBed(step.before),
      to: nameOfBed(step.after),
      configuration,
      ended: ended.join(', '),
      begun: begun.join(', '),
    })),
  );
  expect(told.length).toBeGreaterThan(0);
});

test('a fix that no two beds show is named as read', () => {
  const start = page.indexOf('\n### Fixes that were read and not run\n');
  const lines = page.slice(start, page.indexOf('\n### ', start + 1)).match(/^- .*$/gm) ?? [];
  expect(lines).toEqual(
    listReadFixes(seenTrees).map(({ fix, service, because }) => `- ${fix} in ${service}: ${because}.`),
  );
  // Glance 25.1.0 has this fix from the start, and no suite has an older one.
  expect(lines.some((line) => line.startsWith('- OSSA-2023-002 in glance:'))).toBe(true);
});

describe.each(allBeds.map((bed): [string, Bed] => [nameOfBed(bed), bed]))('%s', (bedName, bed) => {
  test('what worked is open to the judge of today, and nothing else is', () => {
    const differing = configurationsOf(bed).flatMap((configuration) => {
      const { platform, verdicts } = openTree(bed, versionIn(bed), configuration);
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
    release: releaseNames.at(-1),
    glancePackage: undefined,
  });
  const [open, stopped] = [{ modelled: 'open' }, { modelled: 'stopped' }] as const;
  expect(agrees({ observed: 'failed' }, open)).toBe(false);
  expect(agrees({ observed: 'failed' }, open, false)).toBe(true);
  expect(agrees({ observed: 'worked' }, stopped, false)).toBe(false);
});
