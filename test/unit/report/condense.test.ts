// Judgements made small for a fleet: every report is the same, and what is not printed is not held.
import { createCondenser } from '../../../src/report/condense';
import { renderReport, reportFormats } from '../../../src/report/formats';
import { maskFiles } from '../../../src/report/redact-judgement';
import { judgeFiles, judgeHostile, judgeMixed, mixedFiles } from './sample';

const judgements = () => [
  judgeMixed(),
  judgeHostile(),
  judgeFiles({
    ...mixedFiles,
    'glance/glance.conf.d/99.conf': '[database]\nconnection = mysql://glance:geheim42@db/g\n',
  }),
  judgeFiles({}, [], { release: 'zed', packages: {} }),
];
const props = { today: '2026-11-21', hasReferences: true };

test.each(reportFormats)('%s of condensed judgements is that of the judgements', (format) => {
  const name = (_: unknown, index: number) => `r${index}`;
  const plain = judgements().map((judgement, i) => ({ name: name(judgement, i), judgement, directory: `d${i}` }));
  const condense = createCondenser();
  const small = plain.map((region) => ({ ...region, judgement: condense(region.judgement) }));
  const written = renderReport(format, small, props);
  expect(written).toBe(renderReport(format, plain, props));
  expect(written).not.toContain('geheim42');
  for (const [i, region] of plain.entries()) {
    const one = [{ ...region, name: null }];
    expect(
      renderReport(format, [{ ...one[0], name: null, judgement: small[i]?.judgement ?? region.judgement }], props),
    ).toBe(renderReport(format, one, props));
  }
});

test('what two regions have in common is held once', () => {
  const condense = createCondenser();
  const [one, other] = [judgeMixed(), judgeMixed()].map(condense);
  expect(one?.attacks.length).toBeGreaterThan(100);
  expect(other?.attacks.every((judged, i) => judged === one?.attacks[i])).toBe(true);
  expect(other?.findings.every((judged, i) => judged === one?.findings[i])).toBe(true);
  expect(other).not.toBe(one);
});

test('answers, places and acceptances that differ are kept apart', () => {
  const condense = createCondenser();
  const accepted = condense(judgeMixed());
  const refused = condense(judgeFiles(mixedFiles));
  const differ = accepted.attacks.filter((judged, i) => judged !== refused.attacks[i]).map(({ attack }) => attack.id);
  expect(differ).toEqual(['ssrf-port-out-of-range']);
});

test('one cloud is open at a time, with the files and versions of its own', () => {
  const condense = createCondenser();
  const [mixed, hostile] = [judgeMixed(), judgeHostile()];
  const [one, other] = [condense(mixed), condense(hostile)];
  const first = one.cloud;
  expect(first).not.toBe(mixed.cloud);
  expect(one.cloud).toBe(first);
  expect(first.files).toBe(mixed.cloud.files);
  expect(other.cloud.files).toBe(hostile.cloud.files);
  expect(one.cloud).not.toBe(first);
  expect(maskFiles(one)).toEqual(maskFiles(mixed));
});
