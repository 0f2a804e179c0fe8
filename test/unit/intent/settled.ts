// What the tests of the intent share: settle a text, or list what is wrong with it.
import { type IntentFormat, parseIntent } from '../../../src/intent/load';
import { settleRegions } from '../../../src/intent/settle';
import type { SettledRegion } from '../../../src/intent/types';
import { formatPlace, IntentProblems, type Problem } from '../../../src/problems';

/** The regions of a text that must be good. */
export function settleText(text: string, format: IntentFormat = 'yaml'): SettledRegion[] {
  return settleRegions(parseIntent(text, `intent.${format}`, format));
}

/** Every problem of a text; empty when it is good. */
export function listProblems(text: string, format: IntentFormat = 'yaml'): readonly Problem[] {
  try {
    settleText(text, format);
    return [];
  } catch (error) {
    if (error instanceof IntentProblems) return error.problems;
    throw error;
  }
}

/** `place: code` of every problem, in order. */
export function outlineProblems(text: string, format: IntentFormat = 'yaml'): string[] {
  return listProblems(text, format).map((one) => `${formatPlace(one.place)}: ${one.code}`);
}
