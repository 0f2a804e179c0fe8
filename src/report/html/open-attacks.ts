// What is open, by the change that closes it: the change, the line that decides now, and each attack with why it works.

import { writeFixLines } from '../../checks/fix/words';
import type { Remedy } from '../../checks/types';
import { locateAttack } from '../locate-attack';
import { groupOpenAttacks, type OpenGroup, sayHowToClose } from '../open-groups';
import { linkReference } from '../references';
import { html, type Markup, trustMarkup } from './markup';
import { anchorAttack, type Part, writeHeading, writePlace, writeSection, writeSeverity } from './part';

/** The section of open attacks, those that one change closes together; a sentence when there is none. */
export function writeOpenAttacks(part: Part): Markup {
  const groups = groupOpenAttacks(part.judgement);
  if (groups.length === 0) {
    const words = 'Nothing is open. Every attack that has ground here is stopped or accepted.';
    return writeSection(part, 'open', 'Open attacks', html`<p class="calm">${words}</p>`);
  }
  return writeSection(part, 'open', 'Open attacks', html`${groups.map((group) => writeGroup(part, group))}`);
}

function writeGroup(part: Part, group: OpenGroup): Markup {
  const { fixes, attacks } = group;
  const [first] = attacks;
  if (!first) return html``;
  const place = locateAttack(part.judgement, first);
  const where =
    fixes.length > 0 && place.isExact && place.line !== null
      ? html`<p class="where">Decided now at ${writePlace(part, place.file, place.line)}</p>`
      : null;
  const openings = attacks.map(
    ({
      attack,
      answer,
    }) => html`<li class="opening"><a href="#${anchorAttack(part, attack.id)}">${attack.title}</a> ${writeSeverity(attack.severity)}
<p>${answer.because}</p>${writeReferences(attack)}</li>`,
  );
  return html`<article class="open-attack edge-${first.attack.severity}">
${writeHeading(part.level + 1, sayHowToClose(group))}
${writeFixes(fixes)}${where}
<ul class="plain openings${attacks.length > 1 ? ' several' : null}">${openings}</ul></article>`;
}

/** The words of a check and where they come from. */
export function writeWords(check: { readonly words: string; readonly references: readonly string[] }): Markup {
  return html`<p>${check.words}</p>${writeReferences(check)}`;
}

function writeReferences(check: { readonly references: readonly string[] }): Markup {
  const references = check.references.map((reference, index) => {
    const link = linkReference(reference);
    const comma = index === 0 ? '' : '; ';
    return link === null
      ? html`${comma}${reference}`
      : html`${comma}<a href="${link}" rel="noreferrer">${reference}</a>`;
  });
  return html`<p class="refs">References: ${references}</p>`;
}

/** Fixes as the lines to write. */
export function writeFixes(fixes: readonly Remedy[]): Markup {
  const items = fixes.map(
    (fix) =>
      html`<figure class="fix"><figcaption>Smallest fix, in <code>${fix.file}</code></figcaption>
<pre tabindex="0"><code>${writeFixLines(fix).map((line, index) => html`${index > 0 ? trustMarkup('\n') : null}${line}`)}</code></pre></figure>`,
  );
  return html`${items}`;
}
