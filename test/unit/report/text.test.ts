// The text report: 80 columns, the same words with and without colour, nothing that steers a terminal.
import type { judge } from '../../../src/checks/judge';
import { reportToText } from '../../../src/report/text';
import { judgeFiles, judgeHostile, judgeMixed } from './sample';

const today = '2026-11-21';
const write = (judgement: ReturnType<typeof judge>) => reportToText([{ name: null, judgement }], { today });

test('lines keep to 80 columns unless one word is longer', () => {
  const lines = [...write(judgeMixed()).split('\n'), ...write(judgeFiles({})).split('\n')];
  expect(lines.length).toBeGreaterThan(80);
  const tooLong = lines.filter((line) => line.length > 80 && line.trim().split(/\s+/).length > 1);
  expect(tooLong).toEqual([]);
});

test('colour adds nothing but colour', () => {
  const judgement = judgeMixed();
  const colored = reportToText([{ name: null, judgement }], { today, hasColor: true });
  expect(colored).not.toBe(write(judgement));
  expect(colored.replaceAll(/\u001b\[[\d;]*m/g, '')).toBe(write(judgement));
});

test('says what is open, accepted, stopped and found', () => {
  const text = write(judgeMixed());
  for (const heading of ['OPEN (', 'ACCEPTED (1)', 'STOPPED (', 'NOT APPLICABLE (', 'LINTS (']) {
    expect(text).toContain(heading);
  }
  expect(text).toMatch(/medium\s+unknown-option|high\s+unknown-option/);
  expect(text).not.toContain('inert-list');
});

test('a reason why attacks are not applicable stands there once, with every attack it holds for', () => {
  const judgement = judgeFiles({});
  const missing = judgement.attacks.filter(({ answer }) => answer.verdict === 'not-applicable');
  const reasons = new Set(missing.map(({ answer }) => answer.because));
  expect(reasons.size).toBeLessThan(missing.length);
  const part = /^NOT APPLICABLE \(\d+\)\n((?: .*\n)*)/m.exec(write(judgement))?.[1] ?? '';
  const told = part.replaceAll(/\n {6}/g, ' ').match(/[a-z0-9]+(?:-[a-z0-9]+)+(?=,| ?\n| [a-z0-9-]+,|$)/g) ?? [];
  for (const { attack } of missing) expect(told).toContain(attack.id);
  for (const reason of reasons) expect(part.replaceAll(/\s+/g, ' ').split(`${reason} `)).toHaveLength(2);
});

test('control and direction characters of the files stay visible and harmless', () => {
  expect(write(judgeHostile())).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  expect(write(judgeHostile())).toContain('\\u001b[31m');
});

test('several regions: a table first, and what they share once', () => {
  const shared = judgeMixed();
  const regions = [
    { name: 'fra1', judgement: shared },
    { name: 'ams1', judgement: shared },
    { name: 'old1', judgement: judgeFiles({}) },
  ];
  const text = reportToText(regions, { today });
  expect(
    text
      .split('\n')
      .slice(0, 4)
      .map((line) => line.split(/\s+/)[0]),
  ).toEqual(['region', 'fra1', 'ams1', 'old1']);
  expect(text.split('\n').filter((line) => line.startsWith('== '))).toEqual(['== fra1, ams1', '== old1']);
});

test('findings may be more than the arguments that a call takes', () => {
  const judgement = judgeMixed();
  const findings = judgement.findings.filter(({ accepted }) => !accepted).slice(0, 1);
  expect(findings).toHaveLength(1);
  const many = { ...judgement, findings: Array.from({ length: 70_000 }, () => findings[0] as (typeof findings)[0]) };
  expect(write(many)).toContain('LINTS (70000)');
});

test('headings count what stands below them, and an unknown package version is said', () => {
  const judgement = judgeMixed();
  const text = write(judgement);
  const count = (verdict: string, isAccepted: boolean) =>
    judgement.attacks.filter((j) => j.answer.verdict === verdict && (j.accepted !== null) === isAccepted).length;
  const lints = judgement.findings.filter(({ accepted }) => !accepted);
  expect(text.match(/^[A-Z ]+ \(\d+\)$/gm)).toEqual([
    `OPEN (${count('open', false)})`,
    `ACCEPTED (${count('open', true)})`,
    `STOPPED (${count('stopped', false)})`,
    `NOT APPLICABLE (${count('not-applicable', false)})`,
    `LINTS (${lints.length})`,
  ]);
  expect(text).toMatch(/^ACCEPTED .*\n.* ssrf-port-out-of-range until 2027-01-31\n +a 500 fetches nothing\n/m);
  for (const { finding } of lints) {
    for (const { option } of finding.fixes) expect(text).toMatch(new RegExp(`^ {11}fix: [^]*?${option}`, 'm'));
  }
  expect(text).not.toContain('is not known');
  const unknown = write(judgeFiles({}, [], { packages: {} }));
  expect(unknown.replaceAll('\n', ' ')).toContain('The package version of glance is not known: judged as unpatched.');
});
