// URLs by the ten thousand: the emulators beside urllib, libc and the import filter of Glance of each suite.
import { compareImports, compareVerdicts } from '../differential/import-filter-comparisons';
import { expectSame, runOf } from '../differential/run-comparisons';
import { compareHostNames, compareRedirects, compareUrls } from '../differential/url-comparisons';
import { openInSuite } from '../differential/witness';
import { readInterpreter } from '../real/url-witness';
import { chosenSuites } from './suites';

describe.each(chosenSuites())('%s', (suite) => {
  const open = (flags: readonly string[]) => () => openInSuite(suite, 'real/url-witness.py', ...flags);

  test('urllib', () =>
    expectSame('urls', suite, open([]), async (witness) => {
      const { python } = readInterpreter(await witness.hello());
      return [
        runOf(compareUrls(python), 100_000, 10_000),
        runOf(compareRedirects(python), 100_000, 3_000),
        runOf(compareHostNames(python), 100_000, 3_000),
      ];
    }));

  test('the import filter of Glance', () =>
    expectSame('import-filter', suite, open(['--glance']), async (witness) => {
      const { python, level } = readInterpreter(await witness.hello());
      if (level === null) throw new Error('the witness has no Glance');
      return [
        runOf(compareVerdicts(python, level), 100_000, 5_000),
        runOf(compareImports(python, level), 100_000, 2_000),
      ];
    }));
});
