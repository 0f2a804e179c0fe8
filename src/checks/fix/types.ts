// What writing a fix comes to: the edit that was made, or why none was.
import type { Cloud } from '../cloud/cloud';

/** One edit that was made. */
export interface Edit {
  /** The file that was changed, or made. */
  readonly file: string;
  /** `section/option`, or the rule. */
  readonly subject: string;
  /** Null: the line went away. */
  readonly value: string | null;
  /** Null: the line is new. */
  readonly replaces: string | null;
}

/** A cloud with one fix in it, or why the fix cannot be written without a person: one sentence free of values from the files. */
export type WrittenFix = { readonly cloud: Cloud; readonly edit: Edit } | { readonly because: string };
