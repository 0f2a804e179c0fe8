// Values that Glacis made and takes back: known by a brand that all copies of Glacis share.
import { describeValue } from '../intent/plain';
import type { Rule } from './arguments';

/** A kind of value that only Glacis makes. */
export interface Brand<T> {
  /** Takes values of the kind, of any copy of Glacis. */
  readonly rule: Rule<T>;
  /** Makes a value one of the kind; it does not change from then on. */
  readonly seal: (value: T) => T;
}

/** @param wanted in words where such a value comes from */
export function makeBrand<T extends object>(name: string, wanted: string): Brand<T> {
  const symbol = Symbol.for(`glacis.${name}`);
  const isBranded = (value: unknown): value is T => typeof value === 'object' && value !== null && symbol in value;
  return {
    rule: (value, spot) => (isBranded(value) ? value : spot.tell({ got: describeValue(value), wanted })),
    seal: (value) => Object.freeze(isBranded(value) ? value : Object.defineProperty(value, symbol, { value: true })),
  };
}
