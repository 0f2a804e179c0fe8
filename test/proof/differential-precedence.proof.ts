// Which files win: our model beside the programs of Glance, Nova and Cinder of each suite, started on random trees.
import { compareFilesRead, compareUnderUwsgi } from '../differential/precedence-comparisons';
import { expectSame, runOf } from '../differential/run-comparisons';
import { openInSuite, withWitness } from '../differential/witness';
import { releaseOf } from './bed';
import { chosenSuites, versionsOf } from './suites';

describe.each(chosenSuites())('%s', (suite) => {
  const versions = versionsOf(suite);
  const release = releaseOf[suite];

  test.each(['glance', 'nova', 'cinder'] as const)('%s', (service) =>
    withWitness(openInSuite(suite, 'differential/precedence-witness.py', service), (witness) =>
      expectSame(`files-${service}`, suite, versions, witness, [
        runOf(compareFilesRead(service, release), 1_500, 40),
        runOf(compareUnderUwsgi(service, release), 10, 1),
      ]),
    ),
  );
});
