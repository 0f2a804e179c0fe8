// The signature tables beside the code of Nova, Cinder, Glance and cursive of each suite, with a key manager and real certificates.
import { expectSame, runOf } from '../differential/run-comparisons';
import {
  compareBoots,
  compareCarriedIds,
  compareSnapshots,
  compareStoring,
  compareVolumeBoots,
  compareVolumes,
} from '../differential/signature-comparisons';
import { openInSuite } from '../differential/witness';
import { releaseOf } from './bed';
import { chosenSuites } from './suites';

describe.each(chosenSuites())('%s', (suite) => {
  const release = releaseOf[suite];
  const open = (service: string) => () => openInSuite(suite, 'differential/signature-witness.py', service);

  test('nova', () =>
    expectSame('signatures-nova', suite, open('nova'), () => [
      runOf(compareBoots(release)),
      runOf(compareCarriedIds(release)),
      runOf(compareVolumeBoots(release)),
      runOf(compareSnapshots(release)),
    ]));

  test('cinder', () => expectSame('signatures-cinder', suite, open('cinder'), () => [runOf(compareVolumes(release))]));

  test('glance', () => expectSame('signatures-glance', suite, open('glance'), () => [runOf(compareStoring)]));
});
