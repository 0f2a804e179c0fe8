// Go's template marks in texts that an operator renders: written so that rendering gives the text back.
import { IntentProblems, problem } from '../problems';

const literal = '{{"{{"}}';

/** The template whose rendering is `text`. What closes an action is plain text outside of one. */
export function escapeGoTemplate(text: string): string {
  return text.replaceAll('{{', literal);
}

/** What Go renders of a template in which only `escapeGoTemplate` wrote marks. @throws IntentProblems when there are others. */
export function renderGoTemplate(template: string, file: string): string {
  const parts = template.split(literal);
  const at = parts.findIndex((part) => part.includes('{{'));
  if (at >= 0) {
    const facts = { got: 'a Go template action', wanted: 'text that needs no value', fix: 'write the value out' };
    throw new IntentProblems([
      problem('syntax', { file }, { ...facts, why: 'only the operator knows what it renders to' }),
    ]);
  }
  return parts.join('{{');
}
