// Every attack, by what it is aimed at: its verdict, and each layer that stops it with the line it stands on.
import type { JudgedAttack } from '../../checks/judge';
import type { Defence } from '../../checks/types';
import { severities } from '../../checks/types';
import { countNoun } from '../count-noun';
import { listDefences, nameLayer } from '../depth';
import { verdictOf } from '../json';
import { html, type Markup } from './markup';
import { writeWords } from './open-attacks';
import { anchorAttack, type Part, writePlace, writeSection, writeSeverity } from './part';
import { groupAttacks, nameAim } from './posture';

const verdictWords = { open: 'open', accepted: 'accepted', stopped: 'stopped', 'not-applicable': 'not applicable' };

/** The section with one table for each aim. */
export function writeAttackTables(part: Part): Markup {
  const tables = groupAttacks(part.judgement).map(([layer, attacks]) => {
    const open = attacks.filter((judged) => verdictOf(judged) === 'open').length;
    return html`<details open id="${part.prefix}aim-${layer}" class="aim"><summary><span class="aim-name">${nameAim(layer)}</span>
<span class="aim-count">${countNoun(attacks.length, 'attack')}${open > 0 ? `, ${open} open` : ''}</span></summary>
<table class="attacks"><caption class="unseen">${nameAim(layer)}</caption>
<thead><tr><th scope="col">Verdict</th><th scope="col">Attack</th><th scope="col">Stopped by</th></tr></thead>
<tbody>${attacks.map((judged) => writeRow(part, judged))}</tbody></table></details>`;
  });
  return writeSection(part, 'attacks', 'Attacks by aim', html`${writeFilter(part)}${tables}`);
}

/** Shown by the script: without one there is nothing to filter with. */
function writeFilter(part: Part): Markup {
  const id = (name: string) => `${part.prefix}filter-${name}`;
  const options = (names: readonly string[]) => names.map((name) => html`<option value="${name}">${name}</option>`);
  return html`<form class="filter" role="search" aria-label="Filter attacks" hidden>
<label for="${id('text')}">Words <input id="${id('text')}" name="text" type="search" autocomplete="off"></label>
<label for="${id('severity')}">Severity <select id="${id('severity')}" name="severity"><option value="">any</option>${options(severities)}</select></label>
<label for="${id('verdict')}">Verdict <select id="${id('verdict')}" name="verdict"><option value="">any</option>${options(Object.keys(verdictWords))}</select></label>
<output aria-live="polite"></output></form>`;
}

function writeRow(part: Part, judged: JudgedAttack): Markup {
  const { attack, answer } = judged;
  const verdict = verdictOf(judged);
  const defences = listDefences(answer);
  const by =
    defences.length > 0
      ? html`<ul class="defences">${defences.map((defence) => writeDefence(part, defence))}</ul>`
      : html`<p class="because">${answer.because}</p>`;
  return html`<tr id="${anchorAttack(part, attack.id)}" data-severity="${attack.severity}" data-verdict="${verdict}">
<td class="verdict"><span class="vd vd-${verdict}">${verdictWords[verdict]}</span></td>
<th scope="row"><details class="more"><summary>${attack.title}</summary>${writeWords(attack)}</details>
<span class="meta">${writeSeverity(attack.severity)} <code>${attack.id}</code></span></th>
<td>${by}</td></tr>`;
}

function writeDefence(part: Part, { layer, at, because }: Defence): Markup {
  const place =
    at === null
      ? html`<span class="place">built in</span>`
      : writePlace(part, at.file, at.line, `${shortenPath(at.file)}:${at.line}`);
  return html`<li><b>${nameLayer(layer)}</b> ${place}<span class="because">${because}</span></li>`;
}

function shortenPath(file: string): string {
  const parts = file.split('/');
  return parts.length > 2 ? `…/${parts.slice(-1).join('/')}` : file;
}
