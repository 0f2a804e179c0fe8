// What nginx makes of a request target: decoded, slashes merged, dots resolved, arguments cut off.

/** The parsed target; null when nginx answers 400. All texts are byte strings. */
export interface NginxUri {
  /** `$uri` */
  readonly uri: string;
  /** `$request_uri` */
  readonly requestUri: string;
  /** `$args` */
  readonly args: string;
}

/** Parses as ngx_http_parse_complex_uri does: decoded slashes and dots take part in merging and resolving. */
export function parseNginxUri(rawPath: string, mergesSlashes: boolean): NginxUri | null {
  const absolute = /^[a-zA-Z]+:\/\/[^/?#]*/.exec(rawPath);
  const requestUri = absolute ? rawPath.slice(absolute[0].length) || '/' : rawPath;
  if (!requestUri.startsWith('/')) return null;
  const end = requestUri.search(/[?#]/);
  const path = end < 0 ? requestUri : requestUri.slice(0, end);
  const query = end >= 0 && requestUri[end] === '?' ? (requestUri.slice(end + 1).split('#', 1)[0] ?? '') : '';
  if (/%(?![0-9a-fA-F]{2})|%00|[\u0000-\u0020\u007f]/.test(path)) return null;
  const decoded = path.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

  const kept: string[] = [];
  const parts = decoded.split('/').slice(1);
  for (const [i, part] of parts.entries()) {
    const isLast = i === parts.length - 1;
    if (part === '' && !isLast && mergesSlashes) continue;
    if (part === '.' || part === '..') {
      if (part === '..' && kept.length === 0) return null;
      if (part === '..') kept.pop();
      if (isLast) kept.push('');
    } else kept.push(part);
  }
  return { uri: `/${kept.join('/')}`, requestUri, args: query };
}
