// Beside every file of the proof: a table of tests that GLACIS_PROOF leaves empty is said to be empty, and is no failure.
import { allBeds, nameOfBed } from './beds';

/** Jest fails a whole file for an empty table, also where one bed was asked for that has no such tests. */
function allowNone(block: { each: jest.Each }): void {
  const { each } = block;
  const allowing = (table: readonly unknown[], ...rest: unknown[]): unknown =>
    Array.isArray(table) && table.length === 0 ? sayNone : Reflect.apply(each, block, [table, ...rest]);
  block.each = allowing as jest.Each;
}

function sayNone(): void {
  test('SKIPPED: none of the beds that GLACIS_PROOF names', () => {
    const wanted = process.env.GLACIS_PROOF?.split(',') ?? [];
    process.stderr.write(
      `SKIPPED: ${expect.getState().testPath}: none of ${wanted.join(', ') || 'the beds'} has such tests\n`,
    );
    const known = allBeds.map(nameOfBed);
    expect({ wanted, unknown: wanted.filter((name) => !known.includes(name)) }).toEqual({ wanted, unknown: [] });
    // Where every bed is asked for, an empty table is a mistake.
    expect(wanted).not.toEqual([]);
  });
}

for (const block of [test, describe]) allowNone(block);
