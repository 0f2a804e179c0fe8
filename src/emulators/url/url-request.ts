// How urllib.request and http.client take a URL apart, which is not how urlsplit does.

import { type ConnectTarget, refuseRequest } from './connect-answer';
import type { PythonTraits } from './python';
import { splitUrlAs } from './split-url';
import { lowerCase, readInteger, stripBlanks } from './unicode';

/** A URL as `urllib.request.Request` takes it apart, once a handler has it. */
export interface UrlRequest {
  readonly protocol: 'http' | 'https' | 'ftp';
  /** Unquoted authority, user and port included: what the Host header says. */
  readonly hostAndPort: string;
  readonly selector: string;
  /** `req.full_url`: unwrapped, what redirects are relative to and what level `pinning` validates again. */
  readonly fullUrl: string;
}

/** Host and port as `http.client` reads them. */
export interface HttpEndpoint {
  readonly host: string;
  readonly port: bigint;
}

/** Takes a URL apart as urllib does, or says why no handler opens a socket for it. */
export function readRequest(url: string, python: PythonTraits): UrlRequest | ConnectTarget {
  const unwrapped = unwrapUrl(url);
  const hash = unwrapped.lastIndexOf('#');
  const bare = hash < 0 ? unwrapped : unwrapped.slice(0, hash);
  const fullUrl = hash === unwrapped.length - 1 ? bare : unwrapped;
  const typed = /^([^/:]+):/.exec(bare);
  if (typed === null) {
    return refuseRequest('ValueError', null, 'urllib sees no URL type');
  }
  const protocol = lowerCase(typed[1]!, python);
  const rest = bare.slice(typed[0].length);
  const netloc = rest.startsWith('//') ? /^[^/?#]*/.exec(rest.slice(2))![0] : null;
  const afterHost = netloc === null ? rest : rest.slice(2 + netloc.length);
  const selector = netloc === null || afterHost === '' || afterHost.startsWith('/') ? afterHost : `/${afterHost}`;
  // Request() asks urlparse for the host's name, so what urlsplit refuses never gets to a handler.
  const parts = splitUrlAs(fullUrl, python, '');
  if (parts.error !== null) {
    return refuseRequest(parts.error, protocol, parts.because);
  }
  if (protocol !== 'http' && protocol !== 'https' && protocol !== 'ftp') {
    return handOver(protocol);
  }
  const hostAndPort = unquote(netloc ?? '');
  return hostAndPort === ''
    ? {
        ...refuseRequest('URLError', protocol, 'urllib finds no host'),
        errorReason: protocol === 'ftp' ? 'ftp error: no host given' : 'no host given',
      }
    : { protocol, hostAndPort, selector, fullUrl };
}

/** Reads host and port and builds the request as `http.client` does, or says what it raises. */
export function readEndpoint(request: UrlRequest, python: PythonTraits): HttpEndpoint | ConnectTarget {
  const { protocol, hostAndPort, selector } = request;
  const colon = hostAndPort.lastIndexOf(':');
  const hasPort = colon > hostAndPort.lastIndexOf(']');
  const portText = hasPort ? hostAndPort.slice(colon + 1) : '';
  const port = portText === '' ? (protocol === 'http' ? 80n : 443n) : readInteger(portText, python);
  if (port === null) {
    return refuseRequest('InvalidURL', protocol, 'the port is not a number');
  }
  let host = hasPort ? hostAndPort.slice(0, colon) : hostAndPort;
  if (host.startsWith('[') && host.endsWith(']')) {
    host = host.slice(1, -1);
  }
  // CVE-2019-18348 and CVE-2019-9740: no control characters and no blanks in what goes into the request.
  if (/[\0- \x7f]/.test(host) || /[\0- \x7f]/.test(selector)) {
    return refuseRequest('InvalidURL', protocol, 'the host or the path holds a control character or a blank');
  }
  if (!/^[\0-\x7f]*$/.test(selector)) {
    return refuseRequest('UnicodeEncodeError', protocol, 'the path is not ASCII');
  }
  if (!/^[\0-\xff]*$/.test(hostAndPort)) {
    return refuseRequest('UnicodeEncodeError', protocol, 'the Host header cannot hold the host');
  }
  if (/\n(?![ \t])|\r(?![ \t\n])/.test(hostAndPort)) {
    return refuseRequest('ValueError', protocol, 'the Host header would hold a line break');
  }
  return { host, port };
}

function handOver(protocol: string): ConnectTarget {
  return protocol === 'file' || protocol === 'data'
    ? refuseRequest(null, protocol, `urllib gives the URL to its ${protocol} handler`)
    : { ...refuseRequest('URLError', protocol, 'urllib has no handler'), errorReason: `unknown url type: ${protocol}` };
}

// urllib takes "<URL:http://h/>" for http://h/, which urlsplit does not.
function unwrapUrl(url: string): string {
  let text = stripBlanks(url);
  if (text.startsWith('<') && text.endsWith('>')) {
    text = stripBlanks(text.slice(1, -1));
  }
  return text.startsWith('URL:') ? stripBlanks(text.slice(4)) : text;
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** `urllib.parse.unquote`: percent escapes of each ASCII stretch read as UTF-8, broken ones as U+FFFD. */
export function unquote(text: string): string {
  if (!text.includes('%')) {
    return text;
  }
  return text.replace(/[\0-\x7f]+/g, (stretch) => {
    const bytes = stretch.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
    return utf8.decode(Buffer.from(bytes, 'latin1'));
  });
}
