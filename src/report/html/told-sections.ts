// What is told beside the verdicts: residual risks, fixes, drift, policy in words, an upgrade.
import type { ToldLine, ToldRow, ToldSection } from '../sections';
import { html, type Markup } from './markup';
import { type Part, writePlace, writeSection } from './part';

/** Rows shown of one section; the JSON has all of them. */
const maxRows = 400;

/** One section of the page for each. */
export function writeToldSections(part: Part): Markup[] {
  return part.told
    .filter(({ id }) => id !== 'notes')
    .map((section) => writeSection(part, section.id, section.title, writeRows(part, section)));
}

function writeRows(part: Part, { rows, title }: ToldSection): Markup {
  if (rows.length === 0) return html`<p class="calm">Nothing.</p>`;
  const left = rows.length - maxRows;
  const rest = left > 0 ? html`<p class="note">${left} more are in the JSON report.</p>` : null;
  return html`<table class="told"><caption class="unseen">${title}</caption>
<thead class="unseen"><tr><th scope="col">What</th><th scope="col">Details</th></tr></thead>
<tbody>${rows.slice(0, maxRows).map((row) => writeRow(part, row))}</tbody></table>${rest}`;
}

function writeRow(part: Part, { title, place, lines }: ToldRow): Markup {
  const where =
    place === null
      ? null
      : place.line === null
        ? html` <span class="place"><code>${place.file}</code></span>`
        : html` ${writePlace(part, place.file, place.line)}`;
  return html`<tr><th scope="row"><span class="what">${title}</span>${where}</th><td>${lines.map(writeLine)}</td></tr>`;
}

function writeLine({ label, text, tone }: ToldLine): Markup {
  const head = label === '' ? null : html`<b>${label}</b> `;
  return html`<p class="${tone === 'bad' ? 'soon' : tone === 'good' ? 'calm-days' : 'said'}">${head}${text}</p>`;
}
