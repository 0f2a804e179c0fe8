// Defence in depth: for each layer what it stops, where it stands, and what is open once it fails.
import type { JudgedAttack } from '../../checks/judge';
import type { DefenceName } from '../../checks/layers';
import { countNoun } from '../count-noun';
import { countLayers, type LayerDepth, listDefences, measureDepth, nameLayer } from '../depth';
import { verdictOf } from '../json';
import { html, type Markup } from './markup';
import { anchorAttack, type Part, writePlace, writeSection } from './part';

/** The section; nothing stopped means no layers. */
export function writeDepth(part: Part): Markup {
  const stopped = part.judgement.attacks.filter((judged) => verdictOf(judged) === 'stopped');
  if (stopped.length === 0)
    return writeSection(part, 'depth', 'Defence in depth', html`<p>No layer stops anything.</p>`);
  const layers = measureDepth(part.judgement);
  const thin = stopped.filter((judged) => countLayers(judged.answer) < 2).length;
  const most = Math.max(...layers.map((depth) => depth.stopped.length));
  return writeSection(
    part,
    'depth',
    'Defence in depth',
    html`<p>${sayThinness(thin, stopped.length)}</p>
<table class="depth"><caption class="unseen">What each layer stops, and what its failure opens</caption>
<thead><tr><th scope="col">Layer</th><th scope="col">Stops (strong colour: alone)</th><th scope="col">Open if it fails</th><th scope="col">Stands on</th></tr></thead>
<tbody>${layers.map((depth) => writeRow(part, depth, most))}</tbody></table>`,
  );
}

function sayThinness(thin: number, stopped: number): string {
  if (thin === 0)
    return `Each of ${countNoun(stopped, 'stopped attack')} meets at least two layers: no single failure opens any.`;
  return `${thin} of ${countNoun(stopped, 'stopped attack')} ${thin === 1 ? 'is' : 'are'} stopped by one layer only: one failure there opens ${thin === 1 ? 'it' : 'them'}.`;
}

function writeRow(part: Part, { layer, stopped, opened }: LayerDepth, most: number): Markup {
  const width = (count: number) => ((count / most) * 100).toFixed(2);
  return html`<tr><th scope="row">${nameLayer(layer)}</th>
<td class="count"><span class="narrow-word">Stops</span><span class="number">${stopped.length}</span><svg class="meter" aria-hidden="true" focusable="false"><rect class="meter-stops" width="${width(stopped.length)}%" height="100%"/><rect class="meter-opens" width="${width(opened.length)}%" height="100%"/></svg></td>
<td><span class="narrow-word">Open if it fails:</span>${writeOpened(part, opened)}</td><td>${writePlaces(part, layer, stopped)}</td></tr>`;
}

function writeOpened(part: Part, opened: readonly JudgedAttack[]): Markup {
  if (opened.length === 0) return html`<span class="quiet">nothing: other layers hold</span>`;
  const links = opened.map(
    ({ attack }) =>
      html`<li><a href="#${anchorAttack(part, attack.id)}">${attack.title}</a> <span class="quiet">${attack.severity}</span></li>`,
  );
  return html`<details class="more"><summary><b class="opens">${countNoun(opened.length, 'attack')}</b></summary><ul class="plain">${links}</ul></details>`;
}

function writePlaces(part: Part, layer: DefenceName, stopped: readonly JudgedAttack[]): Markup {
  const places = new Map(
    stopped
      .flatMap(({ answer }) => listDefences(answer))
      .filter((defence) => defence.layer === layer && defence.at !== null)
      .flatMap(({ at }) => (at ? [[`${at.file}:${at.line}`, at] as const] : [])),
  );
  if (places.size === 0) return html`<span class="quiet">built in</span>`;
  const sorted = [...places.values()].sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
  const links = sorted.map(({ file, line }) => html`<li>${writePlace(part, file, line)}</li>`);
  return html`<ul class="plain">${links}</ul>`;
}
