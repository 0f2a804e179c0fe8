// The import plugin inside the real Glance of this host: its own tests, run by Debian's Python.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const python = process.env.GLACIS_PYTHON ?? '/usr/bin/python3';
const isRequired = process.env.GLACIS_REQUIRE_REAL === '1';
const isPresent = spawnSync(python, ['-c', 'import glance.common.exception, taskflow']).status === 0;
if (!isPresent) process.stderr.write('SKIPPED: the real Glance is not installed (apt-get install python3-glance)\n');

test('the host has Glance where tests with real services are required', () => {
  expect(isPresent || !isRequired).toBe(true);
});

if (isPresent) {
  test('python3 -m unittest', () => {
    const run = spawnSync(python, ['-B', '-W', 'ignore', '-m', 'unittest'], {
      cwd: join(__dirname, '../../plugin'),
      encoding: 'utf8',
    });
    expect({ status: run.status, stderr: run.status === 0 ? '' : run.stderr }).toEqual({ status: 0, stderr: '' });
    expect(run.stderr).toMatch(/Ran 13 tests/);
    expect(run.stderr).not.toMatch(/skipped/);
  }, 120_000);
}
