// One bed of the proof can be asked for alone: a file that has nothing for it says so, and a name that is no bed fails.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const repository = join(__dirname, '../..');

interface Results {
  readonly numFailedTestSuites: number;
  readonly numFailedTests: number;
  readonly numPassedTests: number;
}

/** Runs what the files say where they have no test for these beds; nothing real is started for it. */
function askFor(beds: string, files: readonly string[]): Results {
  const jest = join(repository, 'node_modules/jest/bin/jest.js');
  const words = ['-c', 'jest.proof.config.js', '-w', '1', '--json', '-t', 'SKIPPED', ...files];
  const suites = Object.fromEntries(beds.split(',').map((bed) => [bed.split('/')[0], {}]));
  const env = { ...process.env, GLACIS_PROOF: beds, GLACIS_SUITE_VERSIONS: JSON.stringify(suites) };
  const { stdout } = spawnSync(process.execPath, [jest, ...words], { cwd: repository, env, encoding: 'utf8' });
  return JSON.parse(stdout) as Results;
}

test('sid alone, which has no earlier patch levels and no kustomize', () => {
  expect(askFor('sid/uwsgi', ['differential-levels', 'kustomize'])).toMatchObject({
    numFailedTestSuites: 0,
    numFailedTests: 0,
    numPassedTests: 4,
  });
});

test('a bed that there is not', () => {
  expect(askFor('sid/eventlet', ['kustomize'])).toMatchObject({ numFailedTests: 1, numPassedTests: 0 });
});
