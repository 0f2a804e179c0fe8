// Prints judgements and derives the exit code: the same for verify and audit.
import { once } from 'node:events';
import type { Judgement } from '../checks/judge';
import { type ReportFormat, writeReport } from '../report/formats';
import { summarize } from '../report/json';
import type { JudgedRegion } from '../report/regions';
import { exitCodes } from './command';
import { showsColor } from './options';

/** Writes the report to standard output, no faster than it is read. Colour only on a terminal that nobody asked to be plain; references in the text on request. */
export async function printJudgements(
  regions: readonly JudgedRegion[],
  format: ReportFormat,
  isPlain: boolean,
  hasReferences: boolean,
): Promise<void> {
  const hasColor = showsColor(isPlain);
  const today = new Date().toISOString().slice(0, 10);
  for (const piece of writeReport(format, regions, { today, hasColor, hasReferences })) {
    // Memory would hold all that a slow reader has not taken yet.
    if (!process.stdout.write(piece) && !(await hasDrained())) return;
  }
}

/** False when the reader is gone. */
function hasDrained(): Promise<boolean> {
  return once(process.stdout, 'drain').then(
    () => true,
    () => false,
  );
}

/** 2 when anything is open or a lint finding is not accepted. */
export function reportExitCode(judgements: readonly Judgement[]): number {
  const hasSomething = judgements.map(summarize).some((s) => s.open > 0 || s.lints > 0);
  return hasSomething ? exitCodes.something : exitCodes.nothing;
}
