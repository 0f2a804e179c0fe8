// The answer about one request: where urllib opens a socket, or why it opens none.

import type { ExceptionName } from './python';

/** What urllib does with a URL. */
export interface ConnectTarget {
  /**
   * Host and port as urllib hands them to the socket layer, an IPv6 host without brackets: `169.254.169.254:80`,
   * `2852039166:80`, `::1:80`. Null when urllib raises before, or when another handler than HTTP's takes the URL.
   */
  readonly connectsTo: string | null;
  /** The IP address the socket goes to, after libc's reading of numeric forms and after the name model; null: not known. */
  readonly address: string | null;
  /** The TCP port of the socket. libc cuts ports over 65535 to 16 bits: `host:65558` opens port 22. */
  readonly port: number | null;
  /** Whether a socket is opened at all: false when the host cannot resolve or the port cannot be used. */
  readonly isOpened: boolean;
  readonly because: string;
  /** What urllib raises before it connects; null when it connects. Name errors at connect time do not count. */
  readonly error: ExceptionName | null;
  /** The reason inside an URLError, as its text says it; null otherwise. */
  readonly errorReason: string | null;
  /** The URL's type as urllib reads it, which is not always the scheme urlsplit reads; null when it sees none. */
  readonly protocol: string | null;
}

/** The answer when urllib opens nothing. */
export function refuseRequest(error: ExceptionName | null, protocol: string | null, because: string): ConnectTarget {
  const nowhere = { connectsTo: null, address: null, port: null, isOpened: false, errorReason: null };
  return { ...nowhere, error, protocol, because };
}
