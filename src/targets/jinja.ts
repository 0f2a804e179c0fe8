// Jinja2's marks in files that Ansible renders as templates: written so that rendering gives the text back.
import { IntentProblems, problem } from '../problems';

const escaped = /\{\{ '(\{[{%#])' \}\}/g;

/** The template whose rendering is `text`. Jinja2 acts on `{{`, `{%` and `{#` alone; what closes them is plain text outside. */
export function escapeJinja(text: string): string {
  return text.replace(/\{[{%#]/g, (mark) => `{{ '${mark}' }}`);
}

/** What Ansible renders of a file in which only `escapeJinja` wrote marks. @throws IntentProblems when there are others. */
export function renderJinja(template: string, file: string): string {
  const rest = template.replace(escaped, '');
  const line = rest.slice(0, Math.max(0, rest.search(/\{[{%#]/))).split('\n').length;
  if (/\{[{%#]/.test(rest)) {
    const facts = { got: 'a Jinja2 expression', wanted: 'text that needs no variable', fix: 'write the value out' };
    throw new IntentProblems([
      problem('syntax', { file, line }, { ...facts, why: 'only the tool knows what it renders to' }),
    ]);
  }
  return template.replace(escaped, '$1');
}
