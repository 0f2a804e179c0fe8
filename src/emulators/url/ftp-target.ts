// Where urllib's FTP handler would open a socket: the one non-HTTP handler a redirect can reach.

import { type ConnectTarget, refuseRequest } from './connect-answer';
import { traitsOf } from './python';
import { cutPort, lookUpHost } from './resolver';
import { readInteger } from './unicode';
import type { UrlEnvironment } from './url-environment';
import { unquote } from './url-request';

/**
 * Answers for an `ftp:` URL, given its unquoted authority. Address and port are those of the control connection;
 * `connectsTo` stays null, because it speaks of HTTP only. Before OSSA-2026-004 a redirect to `ftp://` went unchecked.
 */
export function ftpTarget(authority: string, env: UrlEnvironment): ConnectTarget {
  const nowhere = refuseRequest(null, 'ftp', 'urllib gives the URL to its FTP handler');
  const python = traitsOf(env.python);
  const match = /:([0-9]*)$/.exec(authority);
  const hostWithUser = match === null ? authority : authority.slice(0, match.index);
  const port = match?.[1] ? readInteger(match[1], python) : 21n;
  if (port === null) {
    return { ...nowhere, error: 'ValueError', because: 'the port has too many digits for Python' };
  }
  const lookup = lookUpHost(unquote(hostWithUser.slice(hostWithUser.lastIndexOf('@') + 1)), env.resolver, python);
  if (lookup.outcome !== 'resolves') {
    return { ...nowhere, because: `no socket is opened: ${lookup.because}` };
  }
  // The handler asks gethostbyname, which knows IPv4 only.
  const address = lookup.addresses.find((candidate) => !candidate.includes(':')) ?? null;
  const wirePort = cutPort(port, python);
  if (wirePort === null || (address === null && lookup.addresses.length > 0)) {
    return { ...nowhere, address, because: 'no socket is opened: there is no IPv4 address or no usable port' };
  }
  return { ...nowhere, address, port: wirePort, isOpened: true, because: 'urllib opens an FTP control connection' };
}
