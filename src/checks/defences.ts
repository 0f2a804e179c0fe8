// The order in which defences are told, and how those of several requests are joined.
import { layerNames } from './layers';
import type { Defence } from './types';

const order = Object.keys(layerNames);

/** Sorted, each layer and place once. */
export function sortDefences(defences: readonly Defence[]): Defence[] {
  const byKey = new Map(defences.map((d) => [`${String(order.indexOf(d.layer)).padStart(2, '0')} ${keyOf(d)}`, d]));
  return [...byKey.keys()].sort().map((key) => byKey.get(key) as Defence);
}

/**
 * The defences that stop every one of several requests. When no single one does, though each request is stopped,
 * all of them are needed and all are listed.
 */
export function joinDefences(requests: readonly (readonly Defence[])[]): Defence[] {
  const [first = [], ...rest] = requests;
  const stopsAll = first.filter((d) => rest.every((others) => others.some((other) => keyOf(other) === keyOf(d))));
  return markNeeded(sortDefences(stopsAll.length > 0 ? stopsAll : requests.flat()), requests);
}

/** Says of a defence whether its layer is needed, where the list alone would tell otherwise: some requests it may stop alone, others not. */
function markNeeded(listed: readonly Defence[], requests: readonly (readonly Defence[])[]): Defence[] {
  const standAlone = (defences: readonly Defence[]) => new Set(defences.map((d) => d.layer)).size === 1;
  const needed = new Set(requests.filter(standAlone).map((defences) => defences[0]?.layer));
  const isAlone = standAlone(listed);
  return listed.map((d) => (needed.has(d.layer) === isAlone ? d : { ...d, isNeeded: !isAlone }));
}

function keyOf(defence: Defence): string {
  return `${defence.layer} ${defence.at ? `${defence.at.file}:${defence.at.line}` : ''}`;
}
