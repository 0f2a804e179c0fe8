// The format gates beside the inspectors of Glance, Nova and Cinder of each suite, with images of its own qemu-img.
import { compareCinderFetches, compareNovaFetches, compareUploads } from '../differential/format-comparisons';
import { expectSame, runOf } from '../differential/run-comparisons';
import { openInSuite } from '../differential/witness';
import { releaseOf } from './bed';
import { chosenSuites, levelOf } from './suites';

describe.each(chosenSuites())('%s', (suite) => {
  const open = (service: string) => () => openInSuite(suite, 'differential/format-witness.py', service);

  test('glance', () =>
    expectSame('formats-glance', suite, open('glance'), () => [runOf(compareUploads(releaseOf[suite]))]));

  test('nova', () =>
    expectSame('formats-nova', suite, open('nova'), (_, versions) => [
      runOf(compareNovaFetches(levelOf('nova', suite, versions))),
    ]));

  test('cinder', () =>
    expectSame('formats-cinder', suite, open('cinder'), (_, versions) => [
      runOf(compareCinderFetches(levelOf('cinder', suite, versions))),
    ]));
});
