// Where Python's urllib.request would open a socket for a URL: what Glance fetches with, after the filter.

import type { ConnectTarget } from './connect-answer';
import { ftpTarget } from './ftp-target';
import { traitsOf } from './python';
import { cutPort, lookUpHost } from './resolver';
import type { UrlEnvironment } from './url-environment';
import { rememberAnswers } from './url-memory';
import { type HttpEndpoint, readEndpoint, readRequest } from './url-request';

const connectHere = rememberAnswers(openConnection);

/** `urllib.request.urlopen(url)` up to the connect call, for the GET requests Glance makes. Never throws. */
export function connectTarget(url: string, env: UrlEnvironment): ConnectTarget {
  return connectHere(url, env);
}

function openConnection(url: string, env: UrlEnvironment): ConnectTarget {
  const python = traitsOf(env.python);
  const request = readRequest(url, python);
  if ('because' in request) {
    return request;
  }
  if (request.protocol === 'ftp') {
    return ftpTarget(request.hostAndPort, env);
  }
  const endpoint = readEndpoint(request, python);
  return 'because' in endpoint ? endpoint : connectEndpoint(endpoint, request.protocol, env);
}

/** Looks a host up and opens the socket. */
export function connectEndpoint(endpoint: HttpEndpoint, protocol: string, env: UrlEnvironment): ConnectTarget {
  const { host, port } = endpoint;
  const answer = { connectsTo: `${host}:${port}`, error: null, errorReason: null, protocol };
  const lookup = lookUpHost(host, env.resolver, traitsOf(env.python));
  if (lookup.outcome !== 'resolves') {
    const because = `no socket is opened: ${lookup.because}`;
    return { ...answer, address: null, port: null, isOpened: false, because };
  }
  const wirePort = cutPort(port, traitsOf(env.python));
  const address = lookup.addresses[0] ?? null;
  return wirePort === null
    ? { ...answer, address, port: null, isOpened: false, because: 'no socket is opened: libc refuses the port' }
    : { ...answer, address, port: wirePort, isOpened: true, because: explainAddress(host, address) };
}

function explainAddress(host: string, address: string | null): string {
  if (address === null) {
    return 'urllib connects to wherever the name leads';
  }
  return address === host
    ? 'urllib connects to this address'
    : 'urllib connects to the address the resolver makes of it';
}
