// Policy checks, files and requests by the thousand: the emulator beside oslo.policy of each suite.
import {
  compareChecks,
  compareLeftSides,
  comparePolicyFiles,
  compareRequests,
} from '../differential/policy-comparisons';
import { expectSame, runOf } from '../differential/run-comparisons';
import { openInSuite } from '../differential/witness';
import { releaseOf } from './bed';
import { chosenSuites } from './suites';

test.each(chosenSuites())('%s', (suite) => {
  const release = releaseOf[suite];
  return expectSame(
    'policy',
    suite,
    () => openInSuite(suite, 'real/oslo-policy-witness.py'),
    () => [
      runOf(compareChecks(release), 50_000, 3_000),
      runOf(compareLeftSides, 50_000, 3_000),
      runOf(comparePolicyFiles(release), 50_000, 3_000),
      runOf(compareRequests(release), 50_000, 4_000),
    ],
  );
});
