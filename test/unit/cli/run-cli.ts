// Runs the built command line in a process of its own: exit codes and streams are part of the contract.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The checkout. */
export const root = resolve(__dirname, '../../..');
/** The built command. */
export const glacis = join(root, 'lib', 'cli', 'main.js');

if (!existsSync(glacis)) throw new Error('lib/ is not built: run `npm run build` first (`npm test` does)');

/** What came of a run. */
export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `glacis ARGS` in `cwd`. */
export function runCli(args: readonly string[], options: { cwd?: string; input?: string } = {}): CliRun {
  const { status, stdout, stderr } = spawnSync(process.execPath, [glacis, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    cwd: options.cwd ?? root,
    input: options.input ?? '',
  });
  return { code: status, stdout, stderr };
}
