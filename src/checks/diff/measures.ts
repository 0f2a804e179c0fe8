// Bounds that a side of a comparison has, by name: what rises is looser.
import type { Direction } from '../types';

/** The direction of all files of a program, and why. */
export interface JudgedProgram {
  readonly direction: Direction;
  /** Empty when nobody can say. */
  readonly because: string;
}

/** What a file bounds: the higher, the looser. */
export interface Measure {
  readonly subject: string;
  readonly value: number;
  readonly text: string;
}

/** Nobody can say. */
export const cannotSay: JudgedProgram = { direction: 'neutral', because: '' };

/** One bound that rises weighs more than all that fall; what a side does not bound at all is without bound there. */
export function compareMeasures(before: readonly Measure[], after: readonly Measure[]): JudgedProgram {
  const [old, now] = [before, after].map((side) => new Map(side.map((one) => [one.subject, one])));
  let judged = cannotSay;
  for (const subject of new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])) {
    const unbounded = { subject, value: Number.POSITIVE_INFINITY, text: 'not set' };
    const [was, is] = [old?.get(subject) ?? unbounded, now?.get(subject) ?? unbounded];
    if (is.value === was.value || (judged !== cannotSay && is.value < was.value)) continue;
    const because = `${subject}: ${was.text} before, ${is.text} after`;
    if (is.value > was.value) return { direction: 'looser', because };
    judged = { direction: 'tighter', because };
  }
  return judged;
}
