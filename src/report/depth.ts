// Defence in depth: what one failure opens. For each layer the attacks that it stops, and those that nothing else stops.
import type { JudgedAttack, Judgement } from '../checks/judge';
import { type DefenceName, layerNames } from '../checks/layers';
import type { AttackAnswer, Defence } from '../checks/types';
import { compareAttacks } from './severity';

/** One layer of a cloud. */
export interface LayerDepth {
  readonly layer: DefenceName;
  /** Attacks that it stops, alone or beside others, worst first. */
  readonly stopped: readonly JudgedAttack[];
  /** Those among them that are open once this layer fails, worst first. */
  readonly opened: readonly JudgedAttack[];
}

/** The name of a layer for people; a layer without words of its own keeps its slug. */
export function nameLayer(layer: string): string {
  return Object.hasOwn(layerNames, layer) ? layerNames[layer as DefenceName] : layer;
}

/** The defences of an attack; none unless it is stopped. */
export function listDefences(answer: AttackAnswer): readonly Defence[] {
  return answer.verdict === 'stopped' ? answer.defences : [];
}

/** Layers whose failure alone opens the attack. */
export function listNeededLayers(answer: AttackAnswer): DefenceName[] {
  const defences = listDefences(answer);
  const isAlone = new Set(defences.map(({ layer }) => layer)).size === 1;
  return [...new Set(defences.filter((d) => d.isNeeded ?? isAlone).map(({ layer }) => layer))];
}

/** Number of layers that stop the attack; 1 when any of them is needed. */
export function countLayers(answer: AttackAnswer): number {
  const layers = new Set(listDefences(answer).map(({ layer }) => layer)).size;
  return listNeededLayers(answer).length > 0 ? 1 : layers;
}

/** Every layer that stops something, in the order in which a request meets them. */
export function measureDepth({ attacks }: Judgement): LayerDepth[] {
  const layers = new Map<DefenceName, { stopped: JudgedAttack[]; opened: JudgedAttack[] }>();
  for (const judged of [...attacks].sort(compareAttacks)) {
    const needed = listNeededLayers(judged.answer);
    for (const layer of new Set(listDefences(judged.answer).map((d) => d.layer))) {
      const depth = layers.get(layer) ?? { stopped: [], opened: [] };
      depth.stopped.push(judged);
      if (needed.includes(layer)) depth.opened.push(judged);
      layers.set(layer, depth);
    }
  }
  const known = Object.keys(layerNames);
  return [...layers]
    .map(([layer, depth]) => ({ layer, ...depth }))
    .sort((a, b) => known.indexOf(a.layer) - known.indexOf(b.layer));
}
