// Differential test: the emulator and this machine's oslo.policy answer the same generated checks, files and requests.
import { spawnSync } from 'node:child_process';
import { compare } from '../differential/comparison';
import {
  compareChecks,
  compareLeftSides,
  comparePolicyFiles,
  compareRequests,
} from '../differential/policy-comparisons';
import { expectNone } from '../differential/run-comparisons';
import { openWitness } from '../differential/witness';

const python = '/usr/bin/python3';
const seed = Number(process.env.GLACIS_SEED ?? '20260421');
const hasLibrary = spawnSync(python, ['-c', 'import oslo_policy, oslo_config, yaml']).status === 0;
const mustRun = process.env.GLACIS_REQUIRE_REAL === '1';

if (hasLibrary || mustRun) {
  test('the library is installed', () => expect(hasLibrary).toBe(true));

  test('checks, left sides, files and requests get the same answer', async () => {
    const witness = openWitness(python, 'real/oslo-policy-witness.py');
    // Debian 12 has oslo.policy 4.0, the library of zed.
    const checks = await compare(compareChecks('zed'), witness, 6000, seed);
    const lefts = await compare(compareLeftSides, witness, 6000, seed + 1);
    const files = await compare(comparePolicyFiles('zed'), witness, 6000, seed + 2);
    const requests = await compare(compareRequests('zed'), witness, 12_000, seed + 3);
    await witness.close();
    expectNone([checks, lefts, files, requests]);
    expect(lefts.known['policy-left-unclaimed']).toBeLessThan(6000 / 4);
    expect(requests.known['policy-cannot-say']).toBeLessThan(12_000 / 20);
  }, 300_000);
} else {
  process.stderr.write(
    'SKIPPED: oslo.policy is not installed (python3-oslo.policy); the emulator was not compared with it\n',
  );
  test('skipped: oslo.policy is not installed', () => expect(hasLibrary).toBe(false));
}
