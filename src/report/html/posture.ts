// The posture at a glance: one bar of all attacks, and a square for each, darker the more layers stop it.
import type { JudgedAttack, Judgement } from '../../checks/judge';
import type { AttackLayer } from '../../checks/types';
import { compareText } from '../../problems';
import { countNoun } from '../count-noun';
import { countLayers } from '../depth';
import { type Summary, summarize, verdictOf } from '../json';
import { compareAttacks } from '../severity';
import { html, type Markup } from './markup';
import { type Part, writeSection } from './part';

/** What the places that attacks are aimed at are called. */
const aims: Readonly<Record<AttackLayer, string>> = {
  ssrf: 'Server-side request forgery',
  locations: 'Image locations',
  formats: 'Image formats',
  signatures: 'Signatures',
  sharing: 'Sharing',
  policy: 'Policy',
  dos: 'Denial of service',
  config: 'Configuration',
};

/** The name of an aim for people. */
export function nameAim(layer: string): string {
  return Object.hasOwn(aims, layer) ? aims[layer as AttackLayer] : layer;
}

const verdictRanks = ['open', 'accepted', 'stopped', 'not-applicable'];

function rankVerdict(judged: JudgedAttack): number {
  return verdictRanks.indexOf(verdictOf(judged));
}

/** Attacks by what they are aimed at, those with most open first; within an aim what is open comes first. */
export function groupAttacks({ attacks }: Judgement): [layer: string, attacks: JudgedAttack[]][] {
  const groups = new Map<string, JudgedAttack[]>();
  for (const judged of [...attacks].sort((a, b) => rankVerdict(a) - rankVerdict(b) || compareAttacks(a, b))) {
    groups.set(judged.attack.layer, [...(groups.get(judged.attack.layer) ?? []), judged]);
  }
  const countOpen = (group: readonly JudgedAttack[]) => group.filter((j) => verdictOf(j) === 'open').length;
  return [...groups].sort(([a, x], [b, y]) => countOpen(y) - countOpen(x) || y.length - x.length || compareText(a, b));
}

const verdicts = [
  ['open', 'open', 'open'],
  ['accepted', 'accepted', 'accepted'],
  ['stopped', 'stopped', 'stopped'],
  ['notApplicable', 'not applicable', 'none'],
] as const satisfies readonly (readonly [keyof Summary, string, string])[];

/** Counts as figures, with a bar of their shares. */
export function writeFigures(summary: Summary): Markup {
  const total = verdicts.reduce((sum, [key]) => sum + summary[key], 0);
  let start = 0;
  const bars = verdicts.map(([key, , look]) => {
    const width = total === 0 ? 0 : (summary[key] / total) * 100;
    const x = start;
    start += width;
    return summary[key] === 0
      ? null
      : html`<rect class="bar-${look}" x="${x.toFixed(3)}%" width="${width.toFixed(3)}%" height="100%"/>`;
  });
  const figures = verdicts.map(
    ([key, word, look]) =>
      html`<div class="figure figure-${summary[key] === 0 ? 'zero' : look}"><dt>${word}</dt><dd>${summary[key]}</dd></div>`,
  );
  const lints = html`<div class="figure figure-${summary.lints === 0 ? 'zero' : 'lint'}"><dt>lint findings</dt><dd>${summary.lints}</dd></div>`;
  return html`<svg class="bar" aria-hidden="true" focusable="false">${bars}</svg>
<dl class="figures">${figures}${lints}</dl>`;
}

const lookOrder = ['open', 'accepted', '1', '2', '3', 'none'];

/** A row of squares for each aim. */
export function writeGlance(part: Part): Markup {
  const rows = groupAttacks(part.judgement).map(([layer, attacks]) => {
    const counts = summarize({ ...part.judgement, attacks, findings: [] });
    const words = verdicts.filter(([key]) => counts[key] > 0).map(([key, word]) => `${counts[key]} ${word}`);
    // By depth, so that a row reads like a bar: what is open, what one failure opens, what would hold.
    const looks = attacks.map(chooseLook).sort((a, b) => lookOrder.indexOf(a) - lookOrder.indexOf(b));
    const squares = looks.map((look) => html`<i class="sq sq-${look}"></i>`);
    return html`<tr><th scope="row"><a href="#${part.prefix}aim-${layer}">${nameAim(layer)}</a></th>
<td><span class="squares" aria-hidden="true">${squares}</span></td><td class="words">${words.join(', ')}</td></tr>`;
  });
  const legend = [
    ['open', 'open'],
    ['accepted', 'accepted'],
    ['1', 'stopped by one layer'],
    ['2', 'by two'],
    ['3', 'by three or more'],
    ['none', 'not applicable'],
  ].map(([look = '', words = '']) => html`<li><i class="sq sq-${look}" aria-hidden="true"></i> ${words}</li>`);
  return writeSection(
    part,
    'glance',
    'At a glance',
    html`<p>One mark for each of ${countNoun(part.judgement.attacks.length, 'attack')} that Glacis tried against these files.</p>
<table class="glance"><caption class="unseen">Attacks by aim</caption>
<thead class="unseen"><tr><th scope="col">Aim</th><th scope="col">Marks</th><th scope="col">Verdicts</th></tr></thead>
<tbody>${rows}</tbody></table>
<ul class="legend">${legend}</ul>`,
  );
}

/** Depth of a stopped attack, or its verdict. */
function chooseLook(judged: JudgedAttack): string {
  const verdict = verdictOf(judged);
  if (verdict === 'stopped') return String(Math.min(3, Math.max(1, countLayers(judged.answer))));
  return verdict === 'not-applicable' ? 'none' : verdict;
}
