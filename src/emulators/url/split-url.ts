// Python's urllib.parse.urlsplit, with the attributes Glance's filter looks at.

import { parseIpAddress } from './ip-address';
import { type PythonTraits, type PythonVersion, traitsOf } from './python';
import { lowerCase, readInteger } from './unicode';

/** What `urlsplit` answers. */
export interface UrlParts {
  readonly error: null;
  /** Lower case; empty when the URL has none. */
  readonly scheme: string;
  /** Everything between `//` and the path, user and port included. */
  readonly netloc: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
  /** Lower case, without brackets; the zone keeps its case. Null when there is no host. */
  readonly hostname: string | null;
  /** Null when none is written. When `portError` is set, Python raises it on reading `.port`. */
  readonly port: number | null;
  /** Why reading `.port` raises ValueError; null when it does not. */
  readonly portError: string | null;
}

/** `urlsplit` itself raised. */
export interface UrlRefusal {
  readonly error: 'ValueError';
  readonly because: string;
}

// Every character whose NFKC form holds one of / ? # @ : (the same 19 in Unicode 13 to 17): urlsplit refuses them in an
// authority since CVE-2019-9636, because IDNA would turn them into a delimiter later.
const hiddenDelimiter =
  /[\u2047-\u2049\u2100\u2101\u2105\u2106\u2a74\ufe13\ufe16\ufe55\ufe56\ufe5f\ufe6b\uff03\uff0f\uff1a\uff1f\uff20]/;

/** `urllib.parse.urlsplit(url)` as the given Python does it. Never throws: a ValueError is part of the answer. */
export function splitUrl(url: string, python: PythonVersion): UrlParts | UrlRefusal {
  return splitUrlAs(url, traitsOf(python), '');
}

/** `urlsplit(url, scheme)`: as `splitUrl`, with the scheme that counts when the URL names none. */
export function splitUrlAs(url: string, python: PythonTraits, defaultScheme: string): UrlParts | UrlRefusal {
  let rest = url.replace(/^[\0- ]+/, '');
  if (/[\t\r\n]/.test(rest)) {
    rest = rest.replace(/[\t\r\n]+/g, '');
  }
  let scheme = defaultScheme;
  const written = (python.wantsSchemeLetter ? /^[A-Za-z][A-Za-z0-9+.-]*:/ : /^[A-Za-z0-9+.-]+:/).exec(rest);
  if (written !== null) {
    scheme = written[0].slice(0, -1).toLowerCase();
    rest = rest.slice(written[0].length);
  }
  let netloc = '';
  if (rest.startsWith('//')) {
    const end = rest.slice(2).search(/[/?#]/);
    netloc = end < 0 ? rest.slice(2) : rest.slice(2, end + 2);
    rest = end < 0 ? '' : rest.slice(end + 2);
    const refusal = refuseBrackets(netloc, python);
    if (refusal !== null) {
      return { error: 'ValueError', because: refusal };
    }
  }
  const [beforeFragment, fragment] = cutAt(rest, '#');
  const [path, query] = cutAt(beforeFragment, '?');
  if (hiddenDelimiter.test(netloc)) {
    return { error: 'ValueError', because: 'the authority holds a character that NFKC turns into a delimiter' };
  }
  return { error: null, scheme, netloc, path, query, fragment, ...readHost(netloc, python) };
}

function refuseBrackets(netloc: string, python: PythonTraits): string | null {
  const hasOpen = netloc.includes('[');
  if (hasOpen !== netloc.includes(']')) {
    return 'a bracket is not closed or not opened';
  }
  if (!hasOpen || python.brackets === 'unchecked') {
    return null;
  }
  if (python.brackets === 'content') {
    return refuseBracketed(cutAt(cutAt(netloc, '[')[1], ']')[0], python);
  }
  // CVE-2025-0938: nothing may stand beside the brackets.
  const host = netloc.slice(netloc.lastIndexOf('@') + 1);
  const open = host.indexOf('[');
  if (open < 0) {
    return refuseBracketed(cutAt(host, ':')[0], python);
  }
  const [inside, after] = cutAt(host.slice(open + 1), ']');
  return open > 0 || (after !== '' && !after.startsWith(':'))
    ? 'text stands beside the brackets of the host'
    : refuseBracketed(inside, python);
}

function refuseBracketed(host: string, python: PythonTraits): string | null {
  if (host.startsWith('v') || (python.takesUpperCaseIpFuture && host.startsWith('V'))) {
    return /^[vV][a-fA-F0-9]+\.[^\n]+$/.test(host) ? null : 'the brackets hold no valid IPvFuture address';
  }
  return parseIpAddress(host, python)?.version === 6 ? null : 'the brackets hold no IPv6 address';
}

function readHost(netloc: string, python: PythonTraits): Pick<UrlParts, 'hostname' | 'port' | 'portError'> {
  const hostAndPort = netloc.slice(netloc.lastIndexOf('@') + 1);
  const open = hostAndPort.indexOf('[');
  const [host, after] = open < 0 ? cutAt(hostAndPort, ':') : cutAt(hostAndPort.slice(open + 1), ']');
  const port = open < 0 ? after : cutAt(after, ':')[1];
  const percent = host.indexOf('%');
  const hostname =
    percent < 0 ? lowerCase(host, python) : lowerCase(host.slice(0, percent), python) + host.slice(percent);
  return { hostname: hostname === '' ? null : hostname, ...readPort(port, python) };
}

function readPort(text: string, python: PythonTraits): Pick<UrlParts, 'port' | 'portError'> {
  if (text === '') {
    return { port: null, portError: null };
  }
  const number = python.wantsAsciiPort && !/^[0-9]+$/.test(text) ? null : readInteger(text, python);
  if (number === null) {
    return { port: null, portError: 'the port is not a number' };
  }
  return number < 0n || number > 65535n
    ? { port: null, portError: 'the port is outside 0 to 65535' }
    : { port: Number(number), portError: null };
}

/** Python's `str.partition` without the separator: before the first `mark`, and after it. */
export function cutAt(text: string, mark: string): [before: string, after: string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
