// What urllib makes of a Location header: urlparse, urlunparse, quote and urljoin, narrowed to http, https and ftp.

import type { ExceptionName, PythonTraits } from '../../src/emulators/url/python';
import { cutAt, splitUrlAs, type UrlParts } from '../../src/emulators/url/split-url';

/** The URL urllib goes on to, or the exception its redirect handler raises. */
export type ResolvedLocation =
  | { readonly error: null; readonly url: string }
  | { readonly error: ExceptionName; readonly because: string };

/**
 * Resolves a Location header against the request's `full_url` (which is http or https). Bytes over 0x7f are given as
 * Latin-1, as http.client reads headers; text beyond Latin-1 is taken for the UTF-8 bytes a server would send.
 */
export function resolveLocation(fullUrl: string, location: string, python: PythonTraits): ResolvedLocation {
  const header = /[^\0-\xff]/.test(location) ? Buffer.from(location, 'utf8').toString('latin1') : location;
  const parts = splitUrlAs(header, python, '');
  if (parts.error !== null) {
    return parts;
  }
  if (!['http', 'https', 'ftp', ''].includes(parts.scheme)) {
    return { error: 'HTTPError', because: 'urllib follows redirects to http, https and ftp only' };
  }
  const cut = cutParameters(parts.path);
  const path = cut.path === '' && parts.netloc !== '' ? '/' : cut.path;
  const text = formatUrl(
    {
      scheme: parts.scheme,
      netloc: parts.netloc === '' ? authorityOfNone(parts.scheme, path, python) : parts.netloc,
      path: cut.parameters === '' ? path : `${path};${cut.parameters}`,
      query: parts.query === '' ? null : parts.query,
      fragment: parts.fragment === '' ? null : parts.fragment,
    },
    python,
  );
  return joinUrl(fullUrl, quoteBytes(text), python);
}

/** Null stands for a part that is not there, which only 3.14 tells from an empty one. */
interface JoinParts {
  readonly scheme: string;
  readonly netloc: string | null;
  readonly path: string;
  readonly query: string | null;
  readonly fragment: string | null;
}

// An URL of these schemes without an authority: whether "//" is still written differs by Python.
function authorityOfNone(scheme: string, path: string, python: PythonTraits): string | null {
  const keepsSlashes = python.joining === 'old' ? !path.startsWith('//') : path === '' || path.startsWith('/');
  return scheme !== '' && keepsSlashes && !(python.joining === 'keeps-empty-authority' && path.startsWith('//'))
    ? ''
    : null;
}

function formatUrl({ scheme, netloc, path, query, fragment }: JoinParts, python: PythonTraits): string {
  let rest = path;
  if (netloc !== null) {
    rest = `//${netloc}${path !== '' && !path.startsWith('/') ? '/' : ''}${path}`;
  } else if (path.startsWith('//') && python.joining !== 'old') {
    rest = `//${path}`;
  }
  return (
    (scheme === '' ? '' : `${scheme}:`) +
    rest +
    (query === null ? '' : `?${query}`) +
    (fragment === null ? '' : `#${fragment}`)
  );
}

// quote(safe=string.punctuation): whatever is not printable ASCII becomes an escape of its byte.
function quoteBytes(text: string): string {
  return text.replace(
    /[^!-~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

// Written out again, `https:////[x]@h` has lost two slashes and is refused only now.
function joinUrl(base: string, url: string, python: PythonTraits): ResolvedLocation {
  const from = splitUrlAs(base, python, '');
  const to = splitUrlAs(url, python, from.error === null ? from.scheme : '');
  if (url === '') {
    return { error: null, url: base };
  }
  if (from.error !== null) {
    return from;
  }
  return to.error === null ? { error: null, url: joinParts(base, from, url, to, python) } : to;
}

function joinParts(base: string, from: UrlParts, url: string, to: UrlParts, python: PythonTraits): string {
  if (to.scheme !== from.scheme) {
    return url;
  }
  const writes = readWrittenParts(url, python);
  const tail = { query: writes.query ? to.query : null, fragment: writes.fragment ? to.fragment : null };
  if (to.netloc !== '') {
    return formatUrl({ scheme: to.scheme, netloc: to.netloc, path: keepParameters(to.path, python), ...tail }, python);
  }
  const base14 = readWrittenParts(base, python);
  if (to.path === '') {
    const takesQuery = tail.query === null;
    return formatJoined(
      from,
      keepParameters(from.path, python),
      takesQuery ? (base14.query ? from.query : null) : tail.query,
      takesQuery && tail.fragment === null && python.joining === 'keeps-empty-parts' && base14.fragment
        ? from.fragment
        : tail.fragment,
      python,
    );
  }
  return formatJoined(from, resolvePath(from.path, to.path, python), tail.query, tail.fragment, python);
}

function formatJoined(
  from: UrlParts,
  path: string,
  query: string | null,
  fragment: string | null,
  python: PythonTraits,
): string {
  const netloc = from.netloc === '' ? authorityOfNone(from.scheme, path, python) : from.netloc;
  return formatUrl({ scheme: from.scheme, netloc, path, query, fragment }, python);
}

// Before 3.14 an empty query or fragment counts as none.
function readWrittenParts(url: string, python: PythonTraits): { readonly query: boolean; readonly fragment: boolean } {
  const [beforeFragment, fragment] = cutAt(url, '#');
  const query = cutAt(beforeFragment, '?')[1];
  return python.joining === 'keeps-empty-parts'
    ? { query: beforeFragment.includes('?'), fragment: url.includes('#') }
    : { query: query !== '', fragment: fragment !== '' };
}

function resolvePath(basePath: string, path: string, python: PythonTraits): string {
  const cutsParameters = python.joining !== 'keeps-empty-parts';
  const cut = cutsParameters ? cutParameters(path) : { path, parameters: '' };
  const from = cutsParameters ? cutParameters(basePath).path : basePath;
  const resolved: string[] = [];
  let segments = cut.path.split('/');
  if (!cut.path.startsWith('/')) {
    const baseSegments = from.split('/');
    if (baseSegments.at(-1) !== '') {
      baseSegments.pop();
    }
    segments = [...baseSegments, ...segments];
    segments = segments.filter((segment, i) => segment !== '' || i === 0 || i === segments.length - 1);
  }
  for (const segment of segments) {
    if (segment === '..') {
      resolved.pop();
    } else if (segment !== '.') {
      resolved.push(segment);
    }
  }
  if (segments.at(-1) === '.' || segments.at(-1) === '..') {
    resolved.push('');
  }
  const joined = resolved.join('/') || '/';
  return cut.parameters === '' ? joined : `${joined};${cut.parameters}`;
}

// A path that ends in ";" loses it wherever urlparse and urlunparse see it.
function keepParameters(path: string, python: PythonTraits): string {
  const cut = cutParameters(path);
  return python.joining === 'keeps-empty-parts' || cut.parameters !== '' ? path : cut.path;
}

function cutParameters(path: string): { readonly path: string; readonly parameters: string } {
  const semicolon = path.indexOf(';', Math.max(path.lastIndexOf('/'), 0));
  return semicolon < 0
    ? { path, parameters: '' }
    : { path: path.slice(0, semicolon), parameters: path.slice(semicolon + 1) };
}
