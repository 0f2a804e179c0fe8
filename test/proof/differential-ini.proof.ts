// Ini texts, values and trees by the thousand: the emulator beside oslo.config of each suite.
import { compareIniTexts, compareIniTrees, compareIniValues } from '../differential/ini-comparisons';
import { expectSame, runOf } from '../differential/run-comparisons';
import { openInSuite } from '../differential/witness';
import { chosenSuites } from './suites';

test.each(chosenSuites())('%s', (suite) =>
  expectSame(
    'ini',
    suite,
    () => openInSuite(suite, 'real/oslo-config.py'),
    () => [
      runOf(compareIniTexts, 50_000, 3_000),
      runOf(compareIniValues, 50_000, 5_000),
      // Two files each on average.
      runOf(compareIniTrees, 25_000, 500),
    ],
  ),
);
