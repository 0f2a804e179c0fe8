// Reads the body of a named set.
import type { Source } from '../types';
import { joinNftTokens } from './rule';
import type { NftPiece } from './tokens';
import type { NftSet } from './types';

/** The set with its type, flags and elements; lines that are not modelled are kept in `unknown`. */
export function readNftSet(name: string, pieces: readonly NftPiece[], at: Source): NftSet {
  let type: string | null = null;
  let isAutoMerged = false;
  const flags: string[] = [];
  const elements: string[] = [];
  const unknown: string[] = [];
  for (const { head } of pieces) {
    const [first, second] = head.map((token) => token.text);
    if (head[0]?.kind === 'comment') continue;
    if (first === 'type' && head.length === 2) type = second ?? null;
    else if (first === 'auto-merge' && head.length === 1) isAutoMerged = true;
    else if (first === 'flags')
      flags.push(
        ...head
          .slice(1)
          .filter((token) => token.kind === 'word')
          .map((token) => token.text),
      );
    else if (first === 'elements' && second === '=') {
      const inside = head.slice(3, -1);
      let element: typeof inside = [];
      const finish = (): void => {
        if (element.length > 0) elements.push(joinNftTokens(element));
        element = [];
      };
      for (const token of inside) {
        if (token.kind === ',') finish();
        else element.push(token);
      }
      finish();
    } else unknown.push(joinNftTokens(head));
  }
  return { kind: 'set', name, type, flags, isAutoMerged, elements, unknown, at };
}
