// Several regions on one page: a table of all of them, each leading to the part that tells its posture.
import type { Judgement } from '../../checks/judge';
import { summarize } from '../json';
import type { JudgedRegion } from '../regions';
import { html, type Markup } from './markup';

/** The table of regions. `anchorOf` is undefined for a posture that has no part of its own on the page. */
export function writeFleet(
  regions: readonly JudgedRegion[],
  anchorOf: (judgement: Judgement) => string | undefined,
): Markup {
  const summaries = new Map(regions.map(({ judgement }) => [judgement, summarize(judgement)]));
  const rows = regions.map(({ name, judgement }) => {
    const summary = summaries.get(judgement) ?? summarize(judgement);
    const anchor = anchorOf(judgement);
    const title = name ?? 'this region';
    const look = summary.open > 0 ? 'open' : 'stopped';
    return html`<tr><th scope="row">${anchor === undefined ? title : html`<a href="#${anchor}">${title}</a>`}</th>
<td>${judgement.cloud.versions.release}</td><td class="n n-${look}">${summary.open}</td><td class="n">${summary.accepted}</td><td class="n">${summary.stopped}</td><td class="n">${summary.notApplicable}</td><td class="n">${summary.lints}</td></tr>`;
  });
  return html`<section id="regions" aria-labelledby="regions-title"><h2 id="regions-title">Regions</h2>
<div class="wide" role="region" aria-labelledby="regions-title" tabindex="0"><table class="fleet"><caption class="unseen">Verdicts by region</caption>
<thead><tr><th scope="col">Region</th><th scope="col">Release</th><th scope="col" class="n">Open</th><th scope="col" class="n">Accepted</th><th scope="col" class="n">Stopped</th><th scope="col" class="n">Not applicable</th><th scope="col" class="n">Lints</th></tr></thead>
<tbody>${rows}</tbody></table></div></section>`;
}
