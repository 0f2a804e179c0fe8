// What is printed when the work could not be done: all problems at once, each with its place and its fix.
import { formatPlace, type IntentProblems, type Problem, printable, problem } from '../problems';
import type { UsageError } from './options';

/** Text for stderr. User mistakes in full; our own with the stack, because it is to be reported. */
export function formatFailure(error: unknown): string {
  if (isOwn<UsageError>(error, 'UsageError')) return formatProblems([error.problem]);
  if (isOwn<IntentProblems>(error, 'IntentProblems')) return formatProblems(error.problems);
  if (isSystemError(error)) return formatProblems([describeSystemError(error)]);
  if (error instanceof Error) return `glacis: ${error.stack ?? error.message}\n`;
  return `glacis: ${printable(String(error))}\n`;
}

/** By name, not by class: the commands that judge are a bundle of their own, with classes of their own. */
function isOwn<T extends Error>(error: unknown, name: 'UsageError' | 'IntentProblems'): error is T {
  return error instanceof Error && error.name === name;
}

/** What the system refused, for a path that somebody named: no mistake of ours, wherever it came up. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

function describeSystemError({ code = '', syscall, path = 'a file' }: NodeJS.ErrnoException): Problem {
  const facts = { got: `${code} from ${syscall}`, wanted: 'a file or directory that can be read' };
  return problem('unreadable', { file: path }, facts);
}

/** One block a problem, then a count. */
function formatProblems(problems: readonly Problem[]): string {
  const blocks = problems.map(
    (p) =>
      `${formatPlace(p.place)}: ${p.code}\n    got:    ${p.got}\n    wanted: ${p.wanted}\n    why:    ${p.why}\n    fix:    ${p.fix}\n`,
  );
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return `${blocks.join('')}glacis: ${count}, nothing was written\n`;
}
