// Accepted risks with the days they have left, and lint findings with their fixes.
import type { JudgedFinding } from '../../checks/judge';
import { describeDaysLeft, listAcceptedFindings } from '../accepted-risks';
import { html, type Markup } from './markup';
import { writeFixes, writeWords } from './open-attacks';
import { anchorFinding, type Part, writeHeading, writePlace, writeSection, writeSeverity } from './part';

/** An acceptance with fewer days left is marked. */
const soonDays = 30;

/** The section of accepted risks; null when there are none. */
export function writeAcceptedRisks(part: Part): Markup | null {
  const risks = listAcceptedFindings(part.judgement, part.today);
  if (risks.length === 0) return null;
  const rows = risks.map(
    (
      risk,
    ) => html`<tr><th scope="row">${risk.title} <span class="meta">${writeSeverity(risk.severity)} <code>${risk.id}</code>${risk.where === null ? null : html` at <code>${risk.where}</code>`}</span></th>
<td>${risk.reason}</td><td><time datetime="${risk.until}">${risk.until}</time> <b class="${risk.daysLeft < soonDays ? 'soon' : 'calm-days'}">${describeDaysLeft(risk.daysLeft)}</b></td></tr>`,
  );
  return writeSection(
    part,
    'accepted',
    'Accepted risks',
    html`<p>Somebody took responsibility for these, until a date.</p>
<table class="risks"><caption class="unseen">Accepted risks, the next to end first</caption>
<thead><tr><th scope="col">Risk</th><th scope="col">Reason</th><th scope="col">Until</th></tr></thead><tbody>${rows}</tbody></table>`,
  );
}

/** The section of lint findings that are not accepted; null when there are none. */
export function writeLints(part: Part, findings: readonly JudgedFinding[]): Markup | null {
  if (findings.length === 0) return null;
  const articles = findings.map((judged, index) => {
    const { lint, finding, severity } = judged;
    const { file, line } = finding.at;
    return html`<article class="open-attack edge-${severity}" id="${anchorFinding(part, index)}">
${writeHeading(part.level + 1, lint.title)}
<p class="meta">${writeSeverity(severity)} <code>${lint.id}</code> <code>${finding.subject}</code></p>
<p>${finding.message}</p>
${writeFixes(finding.fixes)}${finding.choice === undefined ? null : html`<p class="choice"><b>To choose:</b> ${finding.choice}</p>`}
<p class="where">At ${writePlace(part, file, line)}</p>
<details class="more"><summary>Why nobody notices</summary>${writeWords(lint)}</details></article>`;
  });
  return writeSection(part, 'lints', 'Lint findings', html`${articles}`);
}
