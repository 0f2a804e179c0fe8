// Which whole lines, ends included, of a text go and which come in their place.
import { alignTexts, type Hunk } from '../checks/diff/hunks';

/** Lines with their ends. */
export function listWholeLines(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

/** The hunks from `before` to `after`, in order; null when too much lies between the equal ends: such an edit is none of a line. */
export function listHunks(before: string, after: string): readonly Hunk[] | null {
  const { hunks, isExact } = alignTexts(listWholeLines(before), listWholeLines(after));
  return isExact ? hunks : null;
}
