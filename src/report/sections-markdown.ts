// What a report tells beside the verdicts, folded for a comment.
import { escapeMarkdown as md } from './safe-text';
import type { ToldRow, ToldSection } from './sections';

/** Rows of one section: a comment has no room for all defaults of a release. */
const maxRows = 60;

/** One folded table for each section. */
export function sectionsToMarkdown(sections: readonly ToldSection[]): string[] {
  return sections.map(({ title, rows }) => {
    const left = rows.length - maxRows;
    const rest = left > 0 ? ['', `and ${left} more`] : [];
    const body = ['| what | where | details |', '|---|---|---|', ...rows.slice(0, maxRows).map(writeRow), ...rest];
    const table = rows.length === 0 ? 'Nothing.' : body.join('\n');
    return `<details><summary>${md(title)}</summary>\n\n${table}\n\n</details>`;
  });
}

function writeRow({ title, place, lines }: ToldRow): string {
  const where =
    place === null ? '' : `<code>${md(`${place.file}${place.line === null ? '' : `:${place.line}`}`)}</code>`;
  const details = lines.map(({ label, text }) => (label === '' ? md(text) : `**${md(label)}** ${md(text)}`));
  return `| ${md(title)} | ${where} | ${details.join('<br>')} |`;
}
