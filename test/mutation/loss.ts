// What a mutant loses against the tree it was made from.
import type { AttackId } from '../../src/checks/index';
import type { AttackAnswer } from '../../src/checks/types';
import { countLayers, listDefences } from '../../src/report/depth';
import type { Outcome } from './outcome';

/** How a mutant was noticed, the strongest first. */
export type Notice = 'attack' | 'depth' | 'lint' | 'verdict';

/** What differs. Ids of attacks, findings in words. */
export interface Loss {
  /** Open, and they were not. */
  readonly opened: readonly AttackId[];
  /** Still stopped, by fewer layers. */
  readonly thinned: readonly AttackId[];
  /** Findings that were not there. */
  readonly found: readonly string[];
  /** Stopped before and without ground now. */
  readonly groundless: readonly AttackId[];
  /** Attacks that are stopped or stopped by more layers, findings that are gone. */
  readonly gained: readonly string[];
}

/** Compares two outcomes. */
export function findLoss(before: Outcome, after: Outcome): Loss {
  const [opened, thinned, groundless]: [AttackId[], AttackId[], AttackId[]] = [[], [], []];
  const gained: string[] = [];
  for (const [id, was] of before.attacks) {
    const is = after.attacks.get(id);
    if (is === undefined || is === was) continue;
    if (was.verdict !== 'open' && is.verdict === 'open') opened.push(id);
    else if (was.verdict === 'stopped' && is.verdict === 'not-applicable') groundless.push(id);
    else if (was.verdict === 'open' && is.verdict !== 'open') gained.push(id);
    else if (isThinner(was, is)) thinned.push(id);
    else if (isThinner(is, was)) gained.push(id);
  }
  const [found, gone]: [string[], string[]] = [[], []];
  for (const [id, was] of before.findings) {
    const is = after.findings.get(id) ?? [];
    found.push(...subtract(is, was));
    gone.push(...subtract(was, is));
  }
  return { opened, thinned, groundless, found, gained: [...gained, ...gone] };
}

/** How the loss is noticed by whoever reads the verdicts; null when nobody is told. */
export function noticeLoss({ opened, thinned, found, groundless }: Loss): Notice | null {
  if (opened.length > 0) return 'attack';
  if (thinned.length > 0) return 'depth';
  if (found.length > 0) return 'lint';
  return groundless.length > 0 ? 'verdict' : null;
}

function isThinner(was: AttackAnswer, is: AttackAnswer): boolean {
  if (was.verdict !== 'stopped' || is.verdict !== 'stopped') return false;
  const now = new Set(listDefences(is).map(({ layer }) => layer));
  return countLayers(is) < countLayers(was) || listDefences(was).some(({ layer }) => !now.has(layer));
}

/** What `all` holds beyond `known`, each as often as it is more. */
function subtract(all: readonly string[], known: readonly string[]): string[] {
  const left = [...known];
  return all.filter((one) => {
    const index = left.indexOf(one);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}
