// The real terraform, kept offline and away from the settings of whoever runs the tests.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How a command ended. `terraform plan -detailed-exitcode`: 0 nothing to do, 2 changes. */
export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** True when terraform can be run. */
export function hasTerraform(): boolean {
  return spawnSync('terraform', ['version'], { env: environment('/dev/null') }).status === 0;
}

/** Runs terraform in `directory`. @throws Error with what it printed when the exit code is not among `accepted`. */
export function runTerraform(directory: string, args: readonly string[], accepted: readonly number[] = [0]): Ended {
  const settings = join(directory, 'terraformrc');
  writeFileSync(settings, '');
  const { status, stdout, stderr, error } = spawnSync('terraform', [...args], {
    cwd: directory,
    env: environment(settings),
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (error) throw error;
  if (status === null || !accepted.includes(status)) {
    throw new Error(`terraform ${args.join(' ')} ended with ${status}:\n${stdout}\n${stderr}`);
  }
  return { exitCode: status, stdout, stderr };
}

function environment(settings: string): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return {
    ...(PATH !== undefined && { PATH }),
    ...(HOME !== undefined && { HOME }),
    ...(TMPDIR !== undefined && { TMPDIR }),
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
    TF_CLI_CONFIG_FILE: settings,
  };
}
