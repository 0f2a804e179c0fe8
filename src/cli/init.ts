// glacis init: a small, commented intent that synthesizes as it is.
import { closeSync, existsSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { initialIntent } from '../intent/template';
import { IntentProblems, printable, problem } from '../problems';
import { loadTarget } from '../targets';
import { type Command, exitCodes } from './command';
import { readOptions, readRelease } from './options';
import { showCommand } from './shown-command';
import { tell } from './streams';
import { readTarget } from './target-name';

/** Writes FILE (default glacis.yaml). Never overwrites. */
export const init: Command = (args) => {
  const { values, positionals } = readOptions(
    args,
    { release: { type: 'string' }, target: { type: 'string' } },
    { min: 0, max: 1, names: '[FILE]' },
  );
  const file = positionals[0] ?? 'glacis.yaml';
  const text = initialIntent(readRelease(values.release ?? '2025.1'), loadTarget(readTarget(values.target ?? 'etc')));
  if (existsSync(file)) {
    const fix = 'remove it, or name another file';
    throw new IntentProblems([
      problem(
        'output-blocked',
        { file },
        { got: 'a file that exists', wanted: 'a new file', why: 'init never overwrites', fix },
      ),
    ]);
  }
  try {
    writeWhole(file, text);
  } catch (error) {
    throw new IntentProblems([
      problem('output-failed', { file }, { got: (error as Error).message, wanted: 'a file that can be written' }),
    ]);
  }
  if (!values.quiet) tell(`wrote ${printable(file)}; next: ${showCommand('synth', file)}\n`);
  return exitCodes.nothing;
};

/** All of it or none: what is there, `init` refuses to write over. */
function writeWhole(file: string, text: string): void {
  const descriptor = openSync(file, 'wx', 0o640);
  try {
    writeFileSync(descriptor, text);
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
}
