// What is printed when the work could not be done: all problems at once, each with its place and its fix.
import { formatPlace, IntentProblems, type Problem, printable } from '../problems';
import { UsageError } from './options';

/** Text for stderr. User mistakes in full; our own with the stack, because it is to be reported. */
export function formatFailure(error: unknown): string {
  if (error instanceof UsageError) return formatProblems([error.problem]);
  if (error instanceof IntentProblems) return formatProblems(error.problems);
  if (error instanceof Error) return `glacis: ${error.stack ?? error.message}\n`;
  return `glacis: ${printable(String(error))}\n`;
}

/** One block a problem, then a count. */
export function formatProblems(problems: readonly Problem[]): string {
  const blocks = problems.map(
    (p) =>
      `${formatPlace(p.place)}: ${p.code}\n    got:    ${p.got}\n    wanted: ${p.wanted}\n    why:    ${p.why}\n    fix:    ${p.fix}\n`,
  );
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return `${blocks.join('')}glacis: ${count}, nothing was written\n`;
}
