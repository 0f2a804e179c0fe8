// What an evaluation can come to. A set, because a remote check may answer anything, and short-circuits hide it or not.

/** Bits of an outcome set: the check allows, refuses, or raises (the request is answered 500). */
export const ALLOWS = 1;
/** The check refuses. */
export const REFUSES = 2;
/** The check raises: nothing is allowed, and the service answers 500. */
export const RAISES = 4;
/** Nobody can say. */
export const ANYTHING = ALLOWS | REFUSES | RAISES;

/** The rule whose text decided, and the words for it. */
export interface Outcome {
  /** A set of the bits above, never empty. */
  readonly bits: number;
  /** Name of the rule that decided: the deepest one on the decisive path. */
  readonly by: string;
  readonly because: string;
}

/** `not`: swaps allow and refuse, keeps raising. */
export function invertBits(bits: number): number {
  return (bits & ALLOWS ? REFUSES : 0) | (bits & REFUSES ? ALLOWS : 0) | (bits & RAISES);
}

/** One word for a set: true, false (raising included: nothing is allowed), or cannot-say. */
export function settleBits(bits: number): boolean | 'cannot-say' {
  if ((bits & ALLOWS) === 0) return false;
  return bits === ALLOWS ? true : 'cannot-say';
}

/** Whether the request is answered 500. */
export function settleRaising(bits: number): boolean | 'cannot-say' {
  if ((bits & RAISES) === 0) return false;
  return bits === RAISES ? true : 'cannot-say';
}
