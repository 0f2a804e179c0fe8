// The limit of HAProxy as lines for a frontend or backend that the tool writes itself, taken out of the documents.
import { cutHaproxyLine } from '../documents/haproxy/words';
import type { HardeningDocuments } from '../documents/hardening';
import { InternalError } from '../problems';

/** The lines, and the text of the file with their tables. */
export interface LimitParts {
  /** One line of HAProxy each, without comments. */
  readonly lines: readonly string[];
  readonly tables: string;
}

/** The parts when the intent asks for lines (`haproxy.frontend: existing`); undefined when there is no limit or a whole frontend. */
export function findLimitParts({ artifacts }: HardeningDocuments): LimitParts | undefined {
  const own = artifacts.filter(({ program }) => program === 'haproxy');
  const lines = own.find(({ name }) => name.endsWith('.lines'));
  if (lines === undefined) return undefined;
  const tables = own.filter((one) => one !== lines);
  if (tables.length !== 1) throw new InternalError('lines of HAProxy without one file of tables');
  return { lines: listPlainLines(lines.text), tables: tables[0]?.text ?? '' };
}

/** Lines that HAProxy acts on, without indent. */
export function listPlainLines(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => cutHaproxyLine(line).words.length > 0);
}
