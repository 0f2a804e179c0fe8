// glacis verify: judges what synth wrote, from the rendered bytes.
import { createCondenser } from '../report/condense';
import { reportFormats } from '../report/formats';
import type { JudgedRegion } from '../report/regions';
import { type Command, exitCodes } from './command';
import { readFormat, readOptions, showsColor } from './options';
import { printJudgements, reportExitCode } from './print-judgement';
import { startProgress } from './progress';
import { print } from './streams';
import { compileLate } from './v8-flags';
import { judgeRegions, openRegions, type RegionSource, type RegionToJudge } from './verify-regions';
import { type Posture, summarizeFleet, takePosture } from './verify-summary';

/** More regions than these are told in summary: nobody reads a table for each of a thousand. */
const MAX_TOLD_IN_FULL = 5;

const options = {
  format: { type: 'string' },
  only: { type: 'string', multiple: true },
  verbose: { type: 'boolean' },
} as const;

/**
 * Argument: an intent, or an output directory. Default: glacis.yaml. Exit 2 when an attack is open or a lint fires. The text of more than
 * five regions is a summary, unless --only or --verbose asks for all.
 */
export const verify: Command = (args) => {
  compileLate();
  const { values, positionals } = readOptions(args, options, { min: 0, max: 1, names: '[INTENT|OUT-DIR]' });
  const format = readFormat(values.format, reportFormats);
  const path = positionals[0] ?? 'glacis.yaml';
  const source = openRegions(path, values.only);
  const isPlain = values['no-color'] === true;
  const isInFull = format !== 'text' || values.only !== undefined || values.verbose === true;
  const regions = countProgress(source, values.quiet === true);
  const today = new Date().toISOString().slice(0, 10);
  if (isInFull || source.count <= MAX_TOLD_IN_FULL) {
    const judged: JudgedRegion[] = [];
    judgeRegions(regions, today, createCondenser(), (region, judgement) => judged.push({ ...region, judgement }));
    printJudgements(judged, format, isPlain, values.verbose === true);
    return reportExitCode(judged.map(({ judgement }) => judgement));
  }
  const postures: { readonly name: string; readonly posture: Posture }[] = [];
  judgeRegions(regions, today, takePosture, ({ name }, posture) => postures.push({ name: name ?? '', posture }));
  const hasColor = showsColor(isPlain);
  print(summarizeFleet(postures, { hasColor, path }));
  return postures.some(({ posture }) => posture.open.length > 0) ? exitCodes.something : exitCodes.nothing;
};

function* countProgress({ count, regions }: RegionSource, isQuiet: boolean): Generator<RegionToJudge> {
  const progress = startProgress('judged', count, isQuiet);
  try {
    for (const region of regions) {
      yield region;
      progress.advance();
    }
  } finally {
    progress.clear();
  }
}
