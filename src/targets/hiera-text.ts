// Hiera's `%{...}` in data: written so that interpolation gives the text back.
import { IntentProblems, problem } from '../problems';

const literal = "%{literal('%')}";

/**
 * The data whose interpolation is `text`. `%(name)s` of a policy is plain text to Hiera. Two marks in one text are more than
 * Hiera 3 takes: its guard calls the second literal a recursion and the lookup fails, loudly (measured with 3.10).
 */
export function escapeHiera(text: string): string {
  return text.replaceAll('%{', `${literal}{`);
}

/** What Hiera makes of data in which only `escapeHiera` wrote marks. @throws IntentProblems when there are others. */
export function renderHiera(text: string, file: string): string {
  const parts = text.split(literal);
  if (parts.some((part) => part.includes('%{'))) {
    const facts = { got: text, wanted: 'data without an interpolation', fix: 'write the value out' };
    throw new IntentProblems([problem('syntax', { file }, { ...facts, why: 'only Hiera knows what it becomes' })]);
  }
  return parts.join('%');
}
