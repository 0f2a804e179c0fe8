// The judged files, line by line: every line that a verdict stands on links to it, and is linked from it.
import type { JudgedAttack, JudgedFinding } from '../../checks/judge';
import { countNoun } from '../count-noun';
import type { MaskedFile } from '../secret-lines';
import { type LineLinks, linkLines } from './line-links';
import { html, type Markup } from './markup';
import { anchorAttack, anchorFinding, anchorLine, type Part, writeSection } from './part';

/** Files up to this length are shown whole; of longer ones the lines around those that matter. */
const maxWholeLines = 250;
const linesAround = 3;

/** The section: files that a verdict stands on, then the names of the others. `findings` as the page shows them. */
export function writeFiles(part: Part, findings: readonly JudgedFinding[]): Markup {
  const links = linkLines(part.judgement, findings);
  const shown = [...part.files].filter(([file]) => links.has(file));
  const others = [...part.files].filter(([file]) => !links.has(file));
  const rest = others.map(
    ([file, { lines }]) =>
      html`<li><code>${file}</code> <span class="quiet">${countNoun(lines.length, 'line')}</span></li>`,
  );
  return writeSection(
    part,
    'files',
    'Files',
    html`<p>Lines that a verdict stands on are marked and lead to it. Passwords, keys and connection URLs are shown as <code>***</code>.</p>
${shown.map(([file, masked]) => writeFile(part, file, masked, links.get(file) ?? new Map()))}
${others.length > 0 ? html`<details class="others"><summary>${countNoun(others.length, 'file')} that no verdict stands on</summary><ul class="plain">${rest}</ul></details>` : null}`,
  );
}

function writeFile(part: Part, file: string, { lines }: MaskedFile, links: ReadonlyMap<number, LineLinks>): Markup {
  const wanted = chooseLines(lines.length, links);
  let last = 0;
  const rows: Markup[] = [];
  for (const line of wanted) {
    if (line > last + 1) rows.push(writeGap(line - last - 1));
    rows.push(writeLine(part, file, line, lines[line - 1] ?? '', links.get(line)));
    last = line;
  }
  if (last < lines.length) rows.push(writeGap(lines.length - last));
  return html`<details open class="file"><summary><code>${file}</code> <span class="quiet">${countNoun(links.size, 'line')} with verdicts</span></summary>
<table class="lines"><caption class="unseen">${file}</caption>
<thead class="unseen"><tr><th scope="col">Line</th><th scope="col">Text, and the verdicts that stand on it</th></tr></thead>
<tbody>${rows}</tbody></table></details>`;
}

/** Line numbers to show, ascending. A finding may name a line that the file does not have: then the last one stands for it. */
function chooseLines(count: number, links: ReadonlyMap<number, LineLinks>): number[] {
  if (count <= maxWholeLines)
    return Array.from({ length: Math.max(count, 1, ...links.keys()) }, (_, index) => index + 1);
  const wanted = new Set<number>();
  for (const line of links.keys()) {
    wanted.add(line);
    for (let near = Math.max(1, line - linesAround); near <= Math.min(count, line + linesAround); near += 1)
      wanted.add(near);
  }
  return [...wanted].sort((a, b) => a - b);
}

function writeGap(count: number): Markup {
  return html`<tr class="gap"><td></td><td>${countNoun(count, 'line')} not shown</td></tr>`;
}

function writeLine(part: Part, file: string, line: number, text: string, links: LineLinks | undefined): Markup {
  const anchor = anchorLine(part, file, line) ?? '';
  const look = links ? (links.findings.length + links.open.length > 0 ? 'flawed' : 'serves') : 'plain';
  const id = links ? html` id="${anchor}"` : null;
  const body = links
    ? html`<div class="split"><code>${text}</code><div class="links">${writeLinks(part, links)}</div></div>`
    : html`<code>${text}</code>`;
  return html`<tr${id} class="line-${look}"><th scope="row">${line}</th><td>${body}</td></tr>`;
}

function writeLinks(part: Part, { stopped, alone, open, findings }: LineLinks): Markup {
  const opens = open.map(
    ({ attack }) => html`<a class="flaw" href="#${anchorAttack(part, attack.id)}">lets in: ${attack.title}</a>`,
  );
  const flaws = findings.map(
    ({ judged, index }) => html`<a class="flaw" href="#${anchorFinding(part, index)}">${judged.lint.title}</a>`,
  );
  return html`${opens}${flaws}${stopped.length === 0 ? null : writeStopped(part, stopped, alone)}`;
}

function writeStopped(part: Part, stopped: readonly JudgedAttack[], alone: readonly JudgedAttack[]): Markup {
  const items = stopped.map(
    (judged) =>
      html`<li><a href="#${anchorAttack(part, judged.attack.id)}">${judged.attack.title}</a>${alone.includes(judged) ? html` <b>alone</b>` : null}</li>`,
  );
  const only = alone.length > 0 ? html`, <b>${alone.length} alone</b>` : null;
  return html`<details class="more"><summary>stops ${stopped.length}${only}</summary><ul class="plain">${items}</ul></details>`;
}
