// Prints judgements and derives the exit code: the same for verify and audit.
import type { Judgement } from '../checks/judge';
import { type ReportFormat, writeReport } from '../report/formats';
import { summarize } from '../report/json';
import type { JudgedRegion } from '../report/regions';
import { exitCodes } from './command';
import { showsColor } from './options';
import { print } from './streams';

/** Writes the report to standard output, no faster than it is read. Colour only on a terminal that nobody asked to be plain; references in the text on request. */
export function printJudgements(
  regions: readonly JudgedRegion[],
  format: ReportFormat,
  isPlain: boolean,
  hasReferences: boolean,
): void {
  const hasColor = showsColor(isPlain);
  const today = new Date().toISOString().slice(0, 10);
  for (const piece of writeReport(format, regions, { today, hasColor, hasReferences })) {
    if (!print(piece)) return;
  }
}

/** 2 when anything is open or a lint finding is not accepted. */
export function reportExitCode(judgements: readonly Judgement[]): number {
  const hasSomething = judgements.map(summarize).some((s) => s.open > 0 || s.lints > 0);
  return hasSomething ? exitCodes.something : exitCodes.nothing;
}
