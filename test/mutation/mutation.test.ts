// A sample of the mutants on every run; `npm run mutation` tries all of them and writes docs/mutation.md.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cloud } from '../../src/checks/cloud/cloud';
import { attackIds, lintIds, loadLint } from '../../src/checks/index';
import { findWithLint, judgeAttack } from '../../src/checks/judge';
import { findLoss, noticeLoss } from './loss';
import { judgeTree } from './outcome';
import { describeGap, describeSurvivor, endOf, listTrees } from './page';
import type { TrialRecord } from './records';
import { listSubjects, type Subject } from './subjects';
import { openSubject, type Tried } from './trial';

// Opening a tree and trying a hundred mutants takes longer than one test may on a busy machine.
jest.setTimeout(600_000);

/** One mutant in so many is tried here; GLACIS_SEED chooses others. */
const stride = 29;
const first = Number(process.env.GLACIS_SEED ?? 0) % stride;

const page = readFileSync(join(__dirname, '../../docs/mutation.md'), 'utf8');
const subjects = listSubjects();

test('the page tried every tree there is, and each survivor on it has its reason', () => {
  expect(listTrees(page)).toEqual(subjects.map(({ name }) => name));
  const rows =
    page
      .split('\n## Survivors\n')[1]
      ?.split('\n')
      .filter((line) => line.startsWith('| ')) ?? [];
  expect(rows.length).toBeGreaterThan(100);
  expect(rows.filter((row) => /\|\s*\|$/.test(row))).toEqual([]);
});

test('every sampled mutant is noticed, or is the same, or stricter, or has its reason', () => {
  const tried: Tried = new Set();
  const [gaps, unlisted, ends] = [[] as string[], [] as string[], new Map<string, number>()];
  let number = 0;
  for (const subject of subjects) {
    const open = openSubject(subject, tried);
    for (const mutant of open.mutants) {
      number += 1;
      if (number % stride !== first) continue;
      const { control, notice, survival, critical } = open.try(mutant);
      const record: TrialRecord = {
        control,
        setting: mutant.setting.name,
        mutation: mutant.mutation,
        end: notice ?? survival ?? 'neutral',
        isCritical: critical.length > 0,
        count: 1,
      };
      const end = endOf(record);
      ends.set(end, (ends.get(end) ?? 0) + 1);
      if (end !== 'survivor') continue;
      const gap = describeGap(record);
      if (gap !== null) gaps.push(gap);
      // Without its end: whether a critical attack stands on the line too depends on the tree that the mutant met first.
      const row = describeSurvivor({ ...record, isCritical: false }).replace(/ \|$/, '');
      if (!page.includes(row)) unlisted.push(row);
    }
  }
  expect(gaps).toEqual([]);
  // What the page does not know needs a new run.
  expect(unlisted).toEqual([]);
  // Nothing would be proved by mutants that are never noticed.
  for (const end of ['attack', 'depth', 'lint', 'same', 'stricter'])
    expect({ end, n: ends.get(end) ?? 0 }).not.toEqual({ end, n: 0 });
});

test('checks that are left out of a trial would have said the same', () => {
  const subject = subjects.find(({ name }) => name === 'guarded-region') as Subject;
  const judged = judgeTree(subject.files, subject.versions);
  const { mutants } = openSubject(subject);
  for (const mutant of mutants.filter((_, index) => index % 61 === 0)) {
    const { outcome } = judged.judgeWith(mutant.files);
    const cloud = new Cloud(new Map([...subject.files, ...mutant.files]), subject.versions);
    const whole = {
      attacks: new Map(attackIds.map((id) => [id, judgeAttack(cloud, id)])),
      findings: new Map(
        lintIds.map((id) => [
          id,
          findWithLint(cloud, id).map((found) => `${found.severity ?? loadLint(id).severity} ${id} ${found.subject}`),
        ]),
      ),
    };
    expect(outcome).toEqual(whole);
  }
});

test('the critical attacks of a public region: each line that stops one is missed when it is gone', () => {
  const subject = subjects.find(({ name }) => name === 'public-region') as Subject;
  const open = openSubject(subject);
  const removals = open.mutants.filter(
    ({ mutation, host }) => mutation === 'emptied' || (mutation === 'default' && !host),
  );
  const critical = removals.map((mutant) => open.try(mutant)).filter((trial) => trial.critical.length > 0);
  expect(critical.length).toBeGreaterThan(3);
  for (const { mutant, loss, survival } of critical) {
    expect({
      setting: mutant.setting.name,
      mutation: mutant.mutation,
      notice: noticeLoss(loss),
      survival,
    }).toMatchObject({
      notice: expect.stringMatching(/attack|depth|lint/),
    });
  }
});

test('a loss is a loss: an attack that opens beats depth, depth beats a finding', () => {
  const none = { opened: [], thinned: [], found: [], groundless: [], gained: [] };
  expect(noticeLoss(none)).toBeNull();
  expect(noticeLoss({ ...none, groundless: ['ssrf-userinfo'] })).toBe('verdict');
  expect(noticeLoss({ ...none, found: ['x'] })).toBe('lint');
  expect(noticeLoss({ ...none, found: ['x'], thinned: ['ssrf-userinfo'] })).toBe('depth');
  expect(noticeLoss({ ...none, thinned: ['ssrf-userinfo'], opened: ['ssrf-userinfo'] })).toBe('attack');
  const answer = { attacks: new Map(), findings: new Map([['debug-logging' as const, ['a', 'a']]]) };
  const more = { attacks: new Map(), findings: new Map([['debug-logging' as const, ['a', 'a', 'a']]]) };
  expect(findLoss(answer, more).found).toEqual(['a']);
  expect(findLoss(more, answer)).toMatchObject({ found: [], gained: ['a'] });
});
