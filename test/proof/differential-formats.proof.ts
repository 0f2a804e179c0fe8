// The format gates beside the inspectors of Glance, Nova and Cinder of each suite, with images of its own qemu-img.
import { compareCinderFetches, compareNovaFetches, compareUploads } from '../differential/format-comparisons';
import { expectSame, runOf } from '../differential/run-comparisons';
import { openInSuite, withWitness } from '../differential/witness';
import { releaseOf } from './bed';
import { chosenSuites, levelOf, versionsOf } from './suites';

describe.each(chosenSuites())('%s', (suite) => {
  const versions = versionsOf(suite);
  const open = (service: string) => openInSuite(suite, 'differential/format-witness.py', service);

  test('glance', () =>
    withWitness(open('glance'), (witness) =>
      expectSame('formats-glance', suite, versions, witness, [runOf(compareUploads(releaseOf[suite]))]),
    ));

  test('nova', () =>
    withWitness(open('nova'), (witness) =>
      expectSame('formats-nova', suite, versions, witness, [
        runOf(compareNovaFetches(levelOf('nova', suite, versions))),
      ]),
    ));

  test('cinder', () =>
    withWitness(open('cinder'), (witness) =>
      expectSame('formats-cinder', suite, versions, witness, [
        runOf(compareCinderFetches(levelOf('cinder', suite, versions))),
      ]),
    ));
});
