// One runner for all fixtures: where a check must fire it fires, where it must be silent it names what stops the attack.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { attackIds, lintIds, loadAttack, loadLint } from '../../src/checks';
import type { Defence, LintFinding } from '../../src/checks/types';
import { fixtures, listFixtureIds, listSides, listTreeNames, readCase, type Side } from './cases';

const sources = join(__dirname, '../../src/checks');
const allIds: readonly string[] = [...attackIds, ...lintIds].sort();

/** Files of a folder that the index has no line for; the compiler finds a line without its file. */
function listWithoutLine(folder: string, ids: readonly string[], index: string): string[] {
  const names = readdirSync(join(sources, folder)).map((file) => file.replace(/\.ts$/, ''));
  return names.filter((id) => !ids.includes(id)).map((id) => `${id}: no line in src/checks/${index}`);
}

/** `immune` stands for attacks that no configuration and no patch level opens: it shows the weakest ground there is. */
function listWithoutFixtures(id: string): string[] {
  const weak = listSides(id).includes('immune') && !lintIds.some((lint) => lint === id) ? 'immune' : 'fires';
  const cases = [weak, 'silent'].map((side) => `${id}/${side}/case.json`);
  const extra = listSides(id).filter((side) => side !== weak && side !== 'silent');
  return [
    ...cases
      .filter((path) => !existsSync(join(fixtures, path)))
      .map((path) => `${id}: no test/checks/fixtures/${path}`),
    ...extra.map((side) => `${id}: test/checks/fixtures/${id}/${side} is neither ${weak} nor silent`),
  ];
}

test('every check has its file, its line in the index and its two fixtures', () => {
  const forgotten = [
    ...listWithoutLine('attacks', attackIds, 'index.ts'),
    ...listWithoutLine('lints', lintIds, 'lint-index.ts'),
    ...allIds.flatMap(listWithoutFixtures),
    ...listFixtureIds()
      .filter((id) => !allIds.includes(id))
      .map((id) => `test/checks/fixtures/${id} is of no check`),
  ];
  expect(forgotten).toEqual([]);
});

test('a check says its own id, and every word a report needs', () => {
  const attacks = attackIds.map((id) => ({ id, kind: 'attack', check: loadAttack(id) }));
  const lints = lintIds.map((id) => ({ id, kind: 'lint', check: loadLint(id) }));
  for (const { id, kind, check } of [...attacks, ...lints]) {
    expect({ id: check.id, kind: check.kind }).toEqual({ id, kind });
    expect(check.title).toMatch(/^\S.{5,80}[^.]$/);
    expect(check.words).toMatch(/^\S[\s\S]{30,}\.$/);
    expect(check.references.length).toBeGreaterThan(0);
  }
});

test('every tree is used', () => {
  const used = new Set(allIds.flatMap((id) => listSides(id).map((side) => readCase(id, side as Side).facts.tree)));
  // Trees of the other suites: configurations that are sound as they stand.
  const unused = listTreeNames().filter((name) => !used.has(name) && !name.startsWith('sound-'));
  expect(unused).toEqual([]);
});

describe.each(attackIds)('%s', (id) => {
  const weakSide: Side = listSides(id).includes('immune') ? 'immune' : 'fires';

  test(weakSide, () => {
    const { facts, cloud } = readCase(id, weakSide);
    const answer = loadAttack(id).judge(cloud);
    expect({ because: answer.because, verdict: answer.verdict }).toMatchObject({
      verdict: weakSide === 'fires' ? 'open' : (facts.verdict ?? 'stopped'),
    });
    // Nothing that an operator wrote is thanked for what Python or Glance refuses anyway.
    if (answer.verdict === 'stopped') {
      expect(answer.defences.filter((defence) => defence.at !== null)).toEqual([]);
      expect(answer.defences.map(nameDefence)).toEqual(expect.arrayContaining([...(facts.stoppedBy ?? ['?'])]));
    }
  });

  test('silent', () => {
    const { facts, cloud } = readCase(id, 'silent');
    const answer = loadAttack(id).judge(cloud);
    expect({ because: answer.because, verdict: answer.verdict }).toMatchObject({ verdict: facts.verdict ?? 'stopped' });
    if (answer.verdict === 'not-applicable') return;
    const found = answer.verdict === 'stopped' ? answer.defences.map(nameDefence) : [];
    expect(facts.stoppedBy?.length).toBeGreaterThan(0);
    expect(found).toEqual(expect.arrayContaining([...(facts.stoppedBy ?? [])]));
  });
});

describe.each(lintIds)('%s', (id) => {
  test('fires', () => {
    const { facts, cloud } = readCase(id, 'fires');
    expect(facts.findings?.length).toBeGreaterThan(0);
    expect(loadLint(id).find(cloud).map(nameFinding).sort()).toEqual([...(facts.findings ?? [])].sort());
  });

  test('silent', () => {
    expect(loadLint(id).find(readCase(id, 'silent').cloud).map(nameFinding)).toEqual([]);
  });
});

test('a case never names a file that is not there', () => {
  const named = allIds.flatMap((id) =>
    listSides(id).flatMap((side) => {
      const { facts, cloud } = readCase(id, side as Side);
      const places = [...(facts.stoppedBy ?? []), ...(facts.findings ?? [])];
      return places
        .flatMap((text) => /(\S+):\d+/.exec(text)?.[1] ?? [])
        .filter((file) => !cloud.files.has(file))
        .map((file) => `${id}/${side}: ${file}`);
    }),
  );
  expect(named).toEqual([]);
});

function nameDefence({ layer, at }: Defence): string {
  return at ? `${layer} ${at.file}:${at.line}` : layer;
}

function nameFinding({ at, subject }: LintFinding): string {
  return `${at.file}:${at.line} ${subject}`;
}
