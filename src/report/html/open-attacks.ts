// What is open, one article each: why it works, and the smallest change that closes it.
import type { JudgedAttack } from '../../checks/judge';
import type { Fix } from '../../checks/types';
import { verdictOf } from '../json';
import { locateAttack } from '../locate-attack';
import { linkReference } from '../references';
import { compareAttacks } from '../severity';
import { html, type Markup } from './markup';
import { anchorAttack, type Part, writeHeading, writePlace, writeSection, writeSeverity } from './part';

/** The section of open attacks; a sentence when there is none. */
export function writeOpenAttacks(part: Part): Markup {
  const open = part.judgement.attacks.filter((judged) => verdictOf(judged) === 'open').sort(compareAttacks);
  const body =
    open.length === 0
      ? html`<p class="calm">Nothing is open. Every attack that has ground here is stopped or accepted.</p>`
      : html`${open.map((judged) => writeArticle(part, judged))}`;
  return writeSection(part, 'open', 'Open attacks', body);
}

function writeArticle(part: Part, judged: JudgedAttack): Markup {
  const { attack, answer } = judged;
  const fixes = answer.verdict === 'open' ? answer.fixes : [];
  const place = locateAttack(part.judgement, judged);
  const where =
    place.isExact && place.line !== null
      ? html`<p class="where">Decided at ${writePlace(part, place.file, place.line)}</p>`
      : null;
  return html`<article class="open-attack edge-${attack.severity}">
${writeHeading(part.level + 1, attack.title)}
<p class="meta">${writeSeverity(attack.severity)} <a href="#${anchorAttack(part, attack.id)}"><code>${attack.id}</code></a></p>
<p>${answer.because}</p>
${fixes.length > 0 ? writeFixes(fixes) : html`<p>No configuration closes it.</p>`}
${where}
<details class="more"><summary>What the attacker does</summary>${writeWords(attack)}</details>
</article>`;
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
<pre tabindex="0"><code>[${fix.section}]
${fix.option} = ${fix.value}</code></pre></figure>`,
  );
  return html`${items}`;
}
