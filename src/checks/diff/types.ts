// The words of a comparison: what changed between two clouds, in which direction, and which attacks it opens or closes.
import type { Source } from '../../documents/types';
import type { DefenceName } from '../layers';
import type { Direction } from '../types';

/** One setting, rule or line that differs. Texts are printable and free of secrets. */
export interface Change {
  readonly kind: 'option' | 'policy' | 'artifact' | 'version' | 'risk' | 'region' | 'access';
  readonly direction: Direction;
  /** Where the new value stands, or stood when it is gone. The service's name when a default decides on both sides. */
  readonly file: string;
  /** `section/option`, the rule, `line N`, or `the whole file`, of which `before` or `after` then tells how many lines it has. */
  readonly subject: string;
  /** Null: not there before. */
  readonly before: string | null;
  /** Null: not there any more. */
  readonly after: string | null;
  /** Ids that this change opens or closes, sorted. */
  readonly attacks: readonly string[];
  /** Why the direction is what it is; empty when there is nothing to add. */
  readonly because: string;
}

/** A change before it was held against the attacks. */
export interface DraftChange extends Omit<Change, 'attacks'> {
  readonly beforeAt: Source | null;
  readonly afterAt: Source | null;
  /** The service has no such option: the line does nothing. */
  readonly isIgnored?: boolean;
  /** A layer whose defences this change decides about, wherever the line stands that names it. */
  readonly layer?: DefenceName;
}

/** Two clouds compared. */
export interface CloudDiff {
  /** Looser first, then tighter, then neutral; inside, by file and subject. */
  readonly changes: readonly Change[];
  /** Ids that are open after and were not before, sorted. */
  readonly attacksOpened: readonly string[];
  /** Ids that were open before and are stopped or without ground after, sorted. */
  readonly attacksClosed: readonly string[];
}
