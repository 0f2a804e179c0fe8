// What goes into and comes out of the edge emulator.
import type { Source } from '../../documents/types';

/** One request as it arrives at the proxy. */
export interface EdgeRequest {
  readonly method: string;
  /** The request target to the letter: `/v2%2fimages?x=1`. */
  readonly rawPath: string;
  /** Names in any case. One value per name. */
  readonly headers: Readonly<Record<string, string>>;
  /** The address the connection comes from: the attacker's own, not one that a header claims. `::ffff:a.b.c.d` on dual-stack sockets. */
  readonly clientAddress: string;
  /** Lower-case names of headers the client cannot choose, because a proxy before this one sets them; `all`: none is varied. Default none. */
  readonly fixedHeaders?: readonly string[] | 'all' | undefined;
}

/** True when the client may send the header (lower case, with dashes) as it likes. */
export function isFreeHeader({ fixedHeaders = [] }: Pick<EdgeRequest, 'fixedHeaders'>, name: string): boolean {
  return fixedHeaders !== 'all' && !fixedHeaders.includes(name);
}

/**
 * What the proxy does with an endless repetition of the request.
 * `limited: true` is only claimed when every value the client is free to choose (headers, arguments) leads to the same bucket.
 */
export type EdgeVerdict =
  | {
      readonly limited: true;
      /** The key as the file writes it. */
      readonly key: string;
      /** The bucket this request falls into, in hexadecimal: equal text, equal bucket. */
      readonly bucket: string;
      /** Sustained rate that is admitted. */
      readonly requestsPerMinute: number;
      /** Requests admitted at once: 1 + nginx's `burst`, or HAProxy's threshold. */
      readonly burst: number;
      /** Status of a refusal; null when the connection is cut without an answer. */
      readonly status: number | null;
      /** Retry-After of a refusal, or null. */
      readonly retryAfter: string | null;
      /** Requests are held back instead of refused until the burst is used up (nginx without `nodelay`). */
      readonly isDelayed: boolean;
      /** The line that refuses. */
      readonly at: Source;
    }
  /** The proxy answers the request itself, always: it never reaches Glance. */
  | { readonly limited: 'refused'; readonly status: number | null; readonly because: string; readonly at: Source }
  | {
      readonly limited: false;
      readonly because: string;
      readonly at: Source | null;
      /** Lower-case name of the header with which the client chooses its bucket, when a limit is there and keyed by one. */
      readonly freeHeader?: string;
    }
  | { readonly limited: 'cannot-say'; readonly because: string; readonly at: Source | null };
