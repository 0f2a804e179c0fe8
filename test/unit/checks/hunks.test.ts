// Hunks lead from one list to the other, and touch as few items as can be.
import fc from 'fast-check';
import { alignTexts } from '../../../src/checks/diff/hunks';

/** The length of the longest common run, by definition. */
function measureRun(old: readonly string[], now: readonly string[]): number {
  const [[first, ...old1], [other, ...now1]] = [old, now];
  if (first === undefined || other === undefined) return 0;
  if (first === other) return 1 + measureRun(old1, now1);
  return Math.max(measureRun(old1, now), measureRun(old, now1));
}

const list = fc.array(fc.constantFrom<string>('a', 'b', 'c'), { maxLength: 7 });

test('applied to the old list they give the new one, and nothing common is touched', () => {
  fc.assert(
    fc.property(list, list, (old, now) => {
      const { hunks, isExact } = alignTexts(old, now);
      const applied: string[] = [...old];
      for (const { from, removed, inserted } of [...hunks].reverse()) applied.splice(from, removed.length, ...inserted);
      expect(applied).toEqual(now);
      expect(isExact).toBe(true);
      for (const { from, to, removed, inserted } of hunks) {
        expect(old.slice(from, from + removed.length)).toEqual(removed);
        expect(now.slice(to, to + inserted.length)).toEqual(inserted);
      }
      const touched = hunks.reduce((sum, { removed, inserted }) => sum + removed.length + inserted.length, 0);
      expect(touched).toBe(old.length + now.length - 2 * measureRun(old, now));
    }),
    { numRuns: 500 },
  );
});

test('a middle too large to compare counts as replaced, the equal ends do not', () => {
  const many = (mark: string) => ['same', ...Array.from({ length: 2_001 }, (_, index) => `${mark}${index}`), 'end'];
  const { hunks, isExact } = alignTexts(many('a'), many('b'));
  expect(isExact).toBe(false);
  expect(hunks.map(({ from, to, removed, inserted }) => [from, to, removed.length, inserted.length])).toEqual([
    [1, 1, 2_001, 2_001],
  ]);
});
