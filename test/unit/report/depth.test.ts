// Defence in depth: what a failure opens, for attacks of one request and of several.
import { joinDefences } from '../../../src/checks/defences';
import type { DefenceName } from '../../../src/checks/layers';
import type { AttackAnswer, Defence } from '../../../src/checks/types';
import { countDays, describeDaysLeft, listAcceptedFindings } from '../../../src/report/accepted-risks';
import { countLayers, listNeededLayers, measureDepth } from '../../../src/report/depth';
import { judgeMixed } from './sample';

const by = (layer: DefenceName, line?: number): Defence => ({
  layer,
  at: line === undefined ? null : { file: 'f', line },
  because: 'it stops it',
});
const stop = (...requests: Defence[][]): AttackAnswer => ({
  verdict: 'stopped',
  because: 'stopped.',
  defences: joinDefences(requests),
});

test.each<[string, AttackAnswer, DefenceName[], number]>([
  ['one layer', stop([by('policy', 1)]), ['policy'], 1],
  ['two lines of one layer', stop([by('import-filter', 1), by('import-filter', 2)]), ['import-filter'], 1],
  ['two layers', stop([by('policy', 1), by('egress-guard', 2)]), [], 2],
  ['two requests, each stopped by its own layer', stop([by('policy', 1)], [by('stores', 2)]), ['policy', 'stores'], 1],
  ['one request of two doubly stopped', stop([by('policy', 1)], [by('stores', 2), by('http-client')]), ['policy'], 1],
  [
    'a shared layer beside another in each request',
    stop([by('policy', 1), by('stores', 2)], [by('policy', 1), by('http-client')]),
    [],
    1,
  ],
])('%s', (_, answer, needed, layers) => {
  expect(listNeededLayers(answer)).toEqual(needed);
  expect(countLayers(answer)).toBe(layers);
});

test('an open attack has no layers', () => {
  expect(countLayers({ verdict: 'open', because: 'x', fixes: [] })).toBe(0);
});

test('the layers of a cloud add up', () => {
  const judgement = judgeMixed();
  const depth = measureDepth(judgement);
  const filter = depth.find(({ layer }) => layer === 'import-filter');
  const alone = judgement.attacks.filter(
    ({ answer }) => answer.verdict === 'stopped' && answer.defences.every((d) => d.layer === 'import-filter'),
  );
  expect(alone.length).toBeGreaterThan(5);
  expect(filter?.opened.map(({ attack }) => attack.id).sort()).toEqual(alone.map(({ attack }) => attack.id));
  expect(filter?.stopped.length).toBeGreaterThan(alone.length);
});

test('accepted risks, the next to end first, with their days', () => {
  expect(listAcceptedFindings(judgeMixed(), '2026-11-30').map(({ id, daysLeft }) => [id, daysLeft])).toEqual([
    ['inert-list', 1],
    ['ssrf-port-out-of-range', 62],
  ]);
  expect([5, 1, 0, -1].map(describeDaysLeft)).toEqual(['5 days left', '1 day left', 'last day', 'expired 1 day ago']);
  expect(countDays('2028-02-28', '2028-03-01')).toBe(2);
});
