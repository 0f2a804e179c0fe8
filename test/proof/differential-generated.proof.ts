// URLs, policies and ini files by the ten thousand: the emulators beside urllib, Glance, oslo.policy and oslo.config of each suite.

import { compareImports, compareVerdicts } from '../differential/import-filter-comparisons';
import { compareIniTexts, compareIniTrees, compareIniValues } from '../differential/ini-comparisons';
import {
  compareChecks,
  compareLeftSides,
  comparePolicyFiles,
  compareRequests,
} from '../differential/policy-comparisons';
import { expectSame, runOf } from '../differential/run-comparisons';
import { compareHostNames, compareRedirects, compareUrls } from '../differential/url-comparisons';
import { openInSuite, withWitness } from '../differential/witness';
import { readInterpreter } from '../real/url-witness';
import { releaseOf } from './bed';
import { chosenSuites, versionsOf } from './suites';

describe.each(chosenSuites())('%s', (suite) => {
  const versions = versionsOf(suite);

  test('urllib', () =>
    withWitness(openInSuite(suite, 'real/url-witness.py'), async (witness) => {
      const { python } = readInterpreter(await witness.hello());
      await expectSame('urls', suite, versions, witness, [
        runOf(compareUrls(python), 100_000, 10_000),
        runOf(compareRedirects(python), 100_000, 3_000),
        runOf(compareHostNames(python), 100_000, 3_000),
      ]);
    }));

  test('the import filter of Glance', () =>
    withWitness(openInSuite(suite, 'real/url-witness.py', '--glance'), async (witness) => {
      const { python, level } = readInterpreter(await witness.hello());
      if (level === null) throw new Error('the witness has no Glance');
      await expectSame('import-filter', suite, versions, witness, [
        runOf(compareVerdicts(python, level), 100_000, 5_000),
        runOf(compareImports(python, level), 100_000, 2_000),
      ]);
    }));

  test('oslo.policy', () =>
    withWitness(openInSuite(suite, 'real/oslo-policy-witness.py'), async (witness) => {
      const release = releaseOf[suite];
      await expectSame('policy', suite, versions, witness, [
        runOf(compareChecks(release), 50_000, 3_000),
        runOf(compareLeftSides, 50_000, 3_000),
        runOf(comparePolicyFiles(release), 50_000, 3_000),
        runOf(compareRequests(release), 50_000, 4_000),
      ]);
    }));

  test('oslo.config', () =>
    withWitness(openInSuite(suite, 'real/oslo-config.py'), async (witness) => {
      await expectSame('ini', suite, versions, witness, [
        runOf(compareIniTexts, 50_000, 3_000),
        runOf(compareIniValues, 50_000, 5_000),
        // Two files each on average.
        runOf(compareIniTrees, 25_000, 500),
      ]);
    }));
});
