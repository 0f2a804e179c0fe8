// An intent as it was read, with the place of every value.
import type { Place, Problem } from '../problems';
import { readPlain } from './plain';
import { splitPointer } from './tree';

/** What was read, not judged yet. */
export interface LoadedIntent {
  /** The name problems are told with. */
  readonly file: string;
  /** Plain objects, arrays and scalars. May be anything: `settleRegions` judges it. */
  readonly value: unknown;
  /** What did not stop the reading: duplicate keys, values that are none of an intent. */
  readonly problems: readonly Problem[];
  /** @internal Where the value of a JSON pointer was written; the nearest ancestor when the file has no such value. */
  readonly placeOf: (pointer: string) => Place;
  /** @internal Where the last key of a JSON pointer was written. */
  readonly placeOfKey: (pointer: string) => Place;
  /** @internal How many steps of a JSON pointer exist in the file. */
  readonly depthOf: (pointer: string) => number;
}

/** @internal An intent that was never a file: its places are `origin`, a construct path say, and the pointer, unless `placeOf` knows better. */
export function wrapIntent(
  handed: unknown,
  origin: string,
  placeOf = (pointer: string): Place => ({ file: origin, pointer }),
): LoadedIntent {
  const { value, problems } = readPlain(handed, placeOf);
  const depthOf = (pointer: string): number => {
    const steps = splitPointer(pointer);
    let inner = value;
    const missing = steps.findIndex((step) => {
      if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, step)) return true;
      inner = (inner as Readonly<Record<string, unknown>>)[step];
      return false;
    });
    return missing < 0 ? steps.length : missing;
  };
  return { file: origin, value, problems, placeOf, placeOfKey: placeOf, depthOf };
}
