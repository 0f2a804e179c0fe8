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
import { openInSuite, withWitness } from '../differential/witness';
import { releaseOf } from './bed';
import { chosenSuites, versionsOf } from './suites';

describe.each(chosenSuites())('%s', (suite) => {
  const versions = versionsOf(suite);
  const release = releaseOf[suite];
  const open = (service: string) => openInSuite(suite, 'differential/signature-witness.py', service);

  test('nova', () =>
    withWitness(open('nova'), (witness) =>
      expectSame('signatures-nova', suite, versions, witness, [
        runOf(compareBoots(release)),
        runOf(compareCarriedIds(release)),
        runOf(compareVolumeBoots(release)),
        runOf(compareSnapshots(release)),
      ]),
    ));

  test('cinder', () =>
    withWitness(open('cinder'), (witness) =>
      expectSame('signatures-cinder', suite, versions, witness, [runOf(compareVolumes(release))]),
    ));

  test('glance', () =>
    withWitness(open('glance'), (witness) =>
      expectSame('signatures-glance', suite, versions, witness, [runOf(compareStoring)]),
    ));
});
