// Prints judgements and derives the exit code: the same for verify and audit.
import type { Judgement } from '../checks/judge';
import { judgementToJson, summarize } from '../report/json';
import { createPaint } from '../report/paint';
import { judgementToText } from '../report/text';
import { exitCodes } from './command';

/** One judgement and the region it is of; null when there is only one. */
export interface NamedJudgement {
  readonly name: string | null;
  readonly judgement: Judgement;
}

/** One judgement prints as itself; several as a list (JSON: `{ "regions": { name: ... } }`). */
export function printJudgements(
  judgements: readonly NamedJudgement[],
  format: 'text' | 'json',
  isPlain: boolean,
): void {
  const [first] = judgements;
  if (format === 'json') {
    const value =
      judgements.length === 1 && first
        ? judgementToJson(first.judgement)
        : { regions: Object.fromEntries(judgements.map(({ name, judgement }) => [name, judgementToJson(judgement)])) };
    process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
    return;
  }
  const hasColor = !isPlain && process.stdout.isTTY === true && !process.env.NO_COLOR;
  const paint = createPaint(hasColor);
  for (const { name, judgement } of judgements) {
    if (name !== null) process.stdout.write(`${paint.strong(`== ${name}`)}\n`);
    process.stdout.write(judgementToText(judgement, paint));
  }
}

/** 2 when anything is open or a lint finding is not accepted. */
export function reportExitCode(judgements: readonly Judgement[]): number {
  const hasSomething = judgements.map(summarize).some((s) => s.open > 0 || s.lints > 0);
  return hasSomething ? exitCodes.something : exitCodes.nothing;
}
