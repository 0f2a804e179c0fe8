// The answer of a value reader: the value, or why the service refuses the text.

import type { OptionValue } from '../../../openstack/types';
import { printable } from '../../../problems';

/** What a text means under a declared type; `error` is one printable sentence. */
export type ParsedValue =
  | { readonly ok: true; readonly value: OptionValue }
  | { readonly ok: false; readonly error: string };

/** An accepted value. */
export function accept(value: OptionValue): ParsedValue {
  return { ok: true, value };
}

/** A refusal; `text` is quoted shortly in front of the reason. */
export function refuse(text: string, reason: string): ParsedValue {
  return { ok: false, error: `"${printable(text, 60)}" ${reason}` };
}
