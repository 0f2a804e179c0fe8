// The JSON report is a contract: its keys, its order, and no character that steers a terminal.
import { judgementToJson, reportToJson, summarize } from '../../../src/report/json';
import type { JudgedRegion } from '../../../src/report/regions';
import { writeJson } from '../../../src/report/safe-text';
import { judgeHostile, judgeMixed } from './sample';

const write = (regions: readonly JudgedRegion[]) => [...reportToJson(regions)].join('');

test('keys of the contract', () => {
  const judgement = judgeMixed();
  const json = JSON.parse(write([{ name: null, judgement }]));
  expect(Object.keys(json)).toEqual(['glacis', 'release', 'packages', 'launcher', 'attacks', 'lints', 'summary']);
  expect(Object.keys(json.attacks[0])).toEqual(
    expect.arrayContaining(['id', 'severity', 'verdict', 'because', 'layers', 'fix']),
  );
  expect(Object.keys(json.lints[0])).toEqual(
    expect.arrayContaining(['id', 'severity', 'file', 'line', 'subject', 'message', 'fix']),
  );
  expect(json.summary).toEqual(summarize(judgement));
  const { stopped, open, accepted, notApplicable } = json.summary;
  expect(stopped + open + accepted + notApplicable).toBe(judgement.attacks.length);
  expect([stopped, open, accepted, notApplicable].every((count) => count > 0)).toBe(true);
});

test('several regions by name', () => {
  const judgement = judgeMixed();
  const regions = ['b', 'a'].map((name) => ({ name, judgement }));
  expect(JSON.parse(write(regions))).toEqual({
    regions: { b: judgementToJson(judgement), a: judgementToJson(judgement) },
  });
});

test.each([
  ['none', []],
  ['names that are numbers', ['b', '10', 'a', '9', '007', '__proto__', '']],
  ['a name twice', ['a', 'b', 'a']],
])('pieces add up to the text of one object: %s', (_, names) => {
  const judgements = [judgeMixed(), judgeHostile()];
  const regions = names.map((name, i) => {
    const judgement = judgements[i % 2] as (typeof judgements)[0];
    return { name, judgement, residuals: [{ control: `c${i}`, because: 'a\n b' }] };
  });
  const entries = regions.map(({ name, judgement, residuals }) => [
    name,
    { ...judgementToJson(judgement), residualRisks: residuals },
  ]);
  expect(write(regions)).toBe(writeJson({ regions: Object.fromEntries(entries) }));
});

test('control characters are escaped, the text is kept', () => {
  const text = write([{ name: null, judgement: judgeHostile() }]);
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  expect(JSON.parse(text).lints[0].subject).toContain('\u001b[31m\u009b\u202e');
});
