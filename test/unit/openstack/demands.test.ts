// Every demand and every attack of the catalogue has an answer, and every answer exists.
import { attackIds, lintIds } from '../../../src/checks';
import { constructWords } from '../../../src/constructs/words';
import { advisories } from '../../../src/openstack/advisories';
import { demandSources } from '../../../src/openstack/demands';
import { catalogueAnswers } from '../../../src/openstack/demands/catalogue-answers';

const checks = new Set<string>([...attackIds, ...lintIds]);
const constructs = new Set(constructWords.map(({ name }) => name));
const demands = demandSources.flatMap((source) => source.demands);

/** The rows of the sources, counted once by hand. */
const numbered = [24, 14, 17, 7].flatMap((count, source) =>
  Array.from({ length: count }, (_, index) => `${source}.${index + 1}`),
);
const guide = ['Check-Image-01/02', 'Check-Image-03', 'Check-Image-05', 'Check-Compute-05', 'Check-Block-06'];

test('every row of every source is there, once and in order', () => {
  expect(demands.map(({ id }) => id)).toEqual([...numbered, ...guide]);
});

test.each(demands)('$id is answered, by what exists', ({ constructs: named = [], checks: judged = [], because }) => {
  expect(named.length + judged.length + (because ?? '').length).toBeGreaterThan(0);
  expect(named.filter((name) => !constructs.has(name))).toEqual([]);
  expect(judged.filter((id) => !checks.has(id))).toEqual([]);
  if (because !== undefined) expect(because).toMatch(/^\S.{15,}[^.]$/);
});

test('a demand that no file answers says why', () => {
  const silent = demands.filter((d) => !d.constructs && !d.checks && d.because === undefined);
  expect(silent).toEqual([]);
});

test('every attack of the catalogue is mapped, to checks that exist or to a reason', () => {
  const ids = Array.from({ length: 132 }, (_, index) => `A${String(index + 1).padStart(3, '0')}`);
  expect(Object.keys(catalogueAnswers)).toEqual(ids);
  const lost = Object.entries(catalogueAnswers).flatMap(([id, answer]) =>
    typeof answer === 'string'
      ? answer.length > 30
        ? []
        : [`${id}: no reason`]
      : answer.filter((check) => !checks.has(check)).map((check) => `${id}: ${check}`),
  );
  expect(lost).toEqual([]);
});

test('no attack is without a number, and none is answered by a lint that only shares its name', () => {
  const mapped = new Set(Object.values(catalogueAnswers).flat());
  // Found here, with no number in the published lists.
  const own = new Set([
    'dos-limit-dot-segments',
    'dos-limit-forged-project',
    'dos-limit-left-out-header',
    'dos-limit-method-override',
    'ssrf-allowlisted-name-inside',
    'sig-altered-boot',
    'sig-direct-copy',
    'sig-unsigned-stored',
  ]);
  const forgotten = attackIds
    .filter((id) => !mapped.has(id) && !own.has(id))
    .map(
      (id) => `${id}: no number in src/openstack/demands/catalogue-answers.ts, and not among the own ones of this test`,
    );
  expect(forgotten).toEqual([]);
});

test('every advisory that names checks names checks that exist', () => {
  const named = advisories.flatMap(({ id, answeredBy }) =>
    answeredBy.kind === 'check' ? answeredBy.ids.map((check) => ({ id, check })) : [],
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter(({ check }) => !checks.has(check))).toEqual([]);
});
