// One runner for all fixtures: where a check must fire it fires, where it must be silent it names what stops the attack.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { attackIds, lintIds, loadAttack, loadLint } from '../../src/checks';
import type { Defence, LintFinding } from '../../src/checks/types';
import { listFixtureIds, listSides, listTreeNames, readCase, type Side } from './cases';
import { expectedAttackIds, expectedLintIds } from './ids';

/** Attacks that no configuration and no patch level opens: nothing fires, so `immune` shows the weakest ground there is. */
const immuneIds = [
  'formats-qcow2-backing-file',
  'locations-file-scheme',
  'locations-overwrite-active',
  'sharing-pending-in-list',
  'sig-conversion-swap',
  'sig-md5-checksum',
  'ssrf-backslash',
  'ssrf-fullwidth-digits',
  'ssrf-port-zero',
  'ssrf-scheme-data',
  'ssrf-scheme-gopher',
];

const sources = join(__dirname, '../../src/checks');
const listNames = (folder: string) => readdirSync(join(sources, folder)).map((file) => file.replace(/\.ts$/, ''));
const allIds = [...expectedAttackIds, ...expectedLintIds].sort();

test('every check is written out here, and every file of a check is in the index', () => {
  expect(attackIds).toEqual(expectedAttackIds);
  expect(lintIds).toEqual(expectedLintIds);
  expect(listNames('attacks').sort()).toEqual(expectedAttackIds);
  expect(listNames('lints').sort()).toEqual(expectedLintIds);
});

test('a check says its own id, and every word a report needs', () => {
  for (const check of [...attackIds.map(loadAttack), ...lintIds.map(loadLint)]) {
    const id = allIds.find((known) => known === check.id);
    const kind = (expectedAttackIds as readonly string[]).includes(check.id) ? 'attack' : 'lint';
    expect({ id, kind: check.kind }).toEqual({ id: check.id, kind });
    expect(check.title).toMatch(/^\S.{5,80}[^.]$/);
    expect(check.words).toMatch(/^\S[\s\S]{30,}\.$/);
    expect(check.references.length).toBeGreaterThan(0);
  }
  expect(attackIds.map((id) => loadAttack(id).id)).toEqual(attackIds);
  expect(lintIds.map((id) => loadLint(id).id)).toEqual(lintIds);
});

test('every check has its two fixtures, and no fixture is an orphan', () => {
  expect(listFixtureIds()).toEqual(allIds);
  const sides = Object.fromEntries(allIds.map((id) => [id, listSides(id)]));
  const wanted = allIds.map((id) => [id, [immuneIds.includes(id) ? 'immune' : 'fires', 'silent']]);
  expect(sides).toEqual(Object.fromEntries(wanted));
});

test('every tree is used', () => {
  const used = new Set(allIds.flatMap((id) => listSides(id).map((side) => readCase(id, side as Side).facts.tree)));
  // Trees of the other suites: configurations that are sound as they stand.
  const unused = listTreeNames().filter((name) => !used.has(name) && !name.startsWith('sound-'));
  expect(unused).toEqual([]);
});

describe.each(attackIds)('%s', (id) => {
  const weakSide: Side = immuneIds.includes(id) ? 'immune' : 'fires';

  test(weakSide, () => {
    const { facts, cloud } = readCase(id, weakSide);
    const answer = loadAttack(id).judge(cloud);
    expect({ because: answer.because, verdict: answer.verdict }).toMatchObject({
      verdict: weakSide === 'fires' ? 'open' : 'stopped',
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
