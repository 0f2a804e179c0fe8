// glacis synth: intent -> files and manifest.
import type { TargetName } from '../intent/types';
import { compareOutput, isSame, type Written, writeTree } from '../output/write-tree';
import { targetNames } from '../targets';
import { type Command, exitCodes } from './command';
import { readOptions, UsageError } from './options';
import { renderIntent } from './regions';

const options = {
  out: { type: 'string' },
  target: { type: 'string', multiple: true },
  check: { type: 'boolean' },
} as const;

/** Default: glacis.yaml -> glacis.out/. With --check nothing is written, and a difference is exit code 2. */
export const synth: Command = (args) => {
  const { values, positionals } = readOptions(args, options, { min: 0, max: 1, names: '[INTENT]' });
  const out = values.out ?? 'glacis.out';
  const targets = values.target?.map(readTarget);
  const { synthesis } = renderIntent(positionals[0] ?? 'glacis.yaml', targets);
  const say = (text: string) => {
    if (!values.quiet) process.stderr.write(`${text}\n`);
  };
  if (values.check) {
    const difference = compareOutput(out, synthesis.manifest);
    for (const line of listDifferences(difference)) process.stdout.write(`${line}\n`);
    if (isSame(difference)) return exitCodes.nothing;
    say(`${out} is not what the intent says: run glacis synth`);
    return exitCodes.something;
  }
  const written = writeTree(out, synthesis.files, synthesis.manifest);
  for (const line of listDifferences(written)) process.stdout.write(`${line}\n`);
  for (const path of written.overwritten) say(`replaced ${path}, which had been edited since the last synth`);
  say(isSame(written) ? `${out} is up to date` : `wrote ${out}; next: glacis verify ${out}`);
  return exitCodes.nothing;
};

function listDifferences(written: Written): string[] {
  const mark = (sign: string, paths: readonly string[]) => paths.map((path) => `${sign} ${path}`);
  return [...mark('+', written.created), ...mark('~', written.changed), ...mark('-', written.removed)];
}

function readTarget(text: string): TargetName {
  const name = targetNames.find((known) => known === text);
  if (name === undefined) throw new UsageError(`target ${text}`, `one of ${targetNames.join(', ')}`);
  return name;
}
