// The typed model of HAProxy configuration (2.6 to 3.2): sections, lines and words with their places.
import type { Fault, Source } from '../types';

/** One word of a line. `raw` is there only when HAProxy would put environment variables in: the text is then not known. */
export interface HaproxyWord {
  /** What HAProxy sees after quotes and backslashes; for words with `raw`, the raw text. */
  readonly text: string;
  /** The word as written, quotes included. */
  readonly raw?: string;
}

/** One line of words. Comments are kept as lines of their own kind. */
export type HaproxyLine =
  | { readonly kind: 'words'; readonly words: readonly HaproxyWord[]; readonly at: Source }
  | { readonly kind: 'comment'; readonly text: string; readonly at: Source };

/** `global`, `defaults`, `frontend NAME`, ... with the lines up to the next section. */
export interface HaproxySection {
  /** The keyword: `frontend`, `backend`, `listen`, `defaults`, `global`, `peers`, ... */
  readonly type: string;
  /** Words behind the keyword: the name, `from DEFAULTS`. */
  readonly words: readonly HaproxyWord[];
  readonly lines: readonly HaproxyLine[];
  readonly at: Source;
}

/** One HAProxy file. */
export interface HaproxyDocument {
  readonly file: string;
  /** Lines before the first section: comments, or words that HAProxy refuses. */
  readonly preamble: readonly HaproxyLine[];
  readonly sections: readonly HaproxySection[];
  readonly faults: readonly Fault[];
}

/** Several files as HAProxy reads them (`-f a -f b`): sections in order. */
export interface HaproxyConfiguration {
  readonly product: 'haproxy';
  /** Lines before the first section of each file: conditional blocks may stand there. */
  readonly preamble: readonly HaproxyLine[];
  readonly sections: readonly HaproxySection[];
  readonly faults: readonly Fault[];
  readonly files: readonly string[];
}
