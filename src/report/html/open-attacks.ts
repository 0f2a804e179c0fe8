// What is open, by the change that closes it: the change, the line that decides now, and each attack with why it works.
import type { JudgedAttack } from '../../checks/judge';
import type { Fix } from '../../checks/types';
import { writeFixLines } from '../fix-words';
import { verdictOf } from '../json';
import { locateAttack } from '../locate-attack';
import { linkReference } from '../references';
import { compareAttacks, severities } from '../severity';
import { html, type Markup, trustMarkup } from './markup';
import { anchorAttack, type Part, writeHeading, writePlace, writeSection, writeSeverity } from './part';

/** The section of open attacks, those that one change closes together; a sentence when there is none. */
export function writeOpenAttacks(part: Part): Markup {
  const open = part.judgement.attacks.filter((judged) => verdictOf(judged) === 'open').sort(compareAttacks);
  if (open.length === 0) {
    const words = 'Nothing is open. Every attack that has ground here is stopped or accepted.';
    return writeSection(part, 'open', 'Open attacks', html`<p class="calm">${words}</p>`);
  }
  const groups = new Map<string, JudgedAttack[]>();
  for (const judged of open) {
    const key = JSON.stringify(listFixes(judged));
    const group = groups.get(key) ?? [];
    group.push(judged);
    groups.set(key, group);
  }
  return writeSection(
    part,
    'open',
    'Open attacks',
    html`${[...groups.values()].sort(compareGroups).map((group) => writeGroup(part, group))}`,
  );
}

function listFixes({ answer }: JudgedAttack): readonly Fix[] {
  return answer.verdict === 'open' ? answer.fixes : [];
}

/** The worst first; among equals what a change can close, and the change that closes most. */
function compareGroups([a, ...x]: readonly JudgedAttack[], [b, ...y]: readonly JudgedAttack[]): number {
  if (!a || !b) return 0;
  const severity = severities.indexOf(a.attack.severity) - severities.indexOf(b.attack.severity);
  return severity || Number(listFixes(a).length === 0) - Number(listFixes(b).length === 0) || y.length - x.length;
}

function writeGroup(part: Part, group: readonly JudgedAttack[]): Markup {
  const [first] = group;
  if (!first) return html``;
  const fixes = listFixes(first);
  const place = locateAttack(part.judgement, first);
  const where =
    fixes.length > 0 && place.isExact && place.line !== null
      ? html`<p class="where">Decided now at ${writePlace(part, place.file, place.line)}</p>`
      : null;
  const openings = group.map(
    ({
      attack,
      answer,
    }) => html`<li class="opening"><a href="#${anchorAttack(part, attack.id)}">${attack.title}</a> ${writeSeverity(attack.severity)}
<p>${answer.because}</p></li>`,
  );
  return html`<article class="open-attack edge-${first.attack.severity}">
${writeHeading(part.level + 1, sayHowToClose(fixes.length, group.length))}
${writeFixes(fixes)}${where}
<ul class="plain openings${group.length > 1 ? ' several' : null}">${openings}</ul></article>`;
}

function sayHowToClose(changes: number, attacks: number): string {
  const what = attacks === 1 ? 'one attack' : `${attacks} attacks`;
  if (changes === 0) return `No configuration closes ${what}`;
  return changes === 1 ? `One change closes ${what}` : `${changes} changes close ${what}`;
}

/** The words of a check and where they come from. */
export function writeWords(check: { readonly words: string; readonly references: readonly string[] }): Markup {
  const references = check.references.map((reference, index) => {
    const link = linkReference(reference);
    const comma = index === 0 ? '' : '; ';
    return link === null
      ? html`${comma}${reference}`
      : html`${comma}<a href="${link}" rel="noreferrer">${reference}</a>`;
  });
  return html`<p>${check.words}</p><p class="refs">References: ${references}</p>`;
}

/** Fixes as the lines to write. */
export function writeFixes(fixes: readonly Fix[]): Markup {
  const items = fixes.map(
    (fix) =>
      html`<figure class="fix"><figcaption>Smallest fix, in <code>${fix.file}</code></figcaption>
<pre tabindex="0"><code>${writeFixLines(fix).map((line, index) => html`${index > 0 ? trustMarkup('\n') : null}${line}`)}</code></pre></figure>`,
  );
  return html`${items}`;
}
