// Which files win: our model beside the programs of Glance, Nova and Cinder of each suite, started on random trees.
import { compareFilesRead, compareUnderUwsgi } from '../differential/precedence-comparisons';
import { expectSame, runOf } from '../differential/run-comparisons';
import { openInSuite } from '../differential/witness';
import { releaseOf } from './bed';
import { chosenSuites } from './suites';

describe.each(chosenSuites())('%s', (suite) => {
  const release = releaseOf[suite];

  test.each(['glance', 'nova', 'cinder'] as const)('%s', (service) =>
    expectSame(
      `files-${service}`,
      suite,
      () => openInSuite(suite, 'differential/precedence-witness.py', service),
      () => [
        runOf(compareFilesRead(service, release), 1_500, 40),
        // uWSGI serves one application and is started anew for every tree.
        runOf(compareUnderUwsgi(service, release), 10, 1),
      ],
    ),
  );
});
