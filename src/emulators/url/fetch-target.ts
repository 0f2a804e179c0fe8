// Where Glance itself opens a socket for a URL: urllib alone, or from CVE-2026-71196 on with the address pinned.

import type { ConnectTarget } from './connect-answer';
import { refuseRequest } from './connect-answer';
import { connectEndpoint, connectTarget } from './connect-target';
import { type FilterLevel, validateImportUri } from './import-filter';
import type { ImportFilterOptions } from './import-filter-options';
import { traitsOf } from './python';
import { splitUrl } from './split-url';
import type { UrlEnvironment } from './url-environment';
import { readEndpoint, readRequest } from './url-request';

/**
 * The fetch of a URL that the API let through. At level `pinning` Glance judges `req.full_url` once more and connects to
 * the address it found for the host urlsplit sees, on the port http.client sees: user names and encoded hosts no longer
 * lead the connection elsewhere. `error` is `Invalid` when that second check refuses. Below, it is `connectTarget`.
 */
export function fetchTarget(
  url: string,
  filter: ImportFilterOptions,
  level: FilterLevel,
  env: UrlEnvironment,
): ConnectTarget {
  const python = traitsOf(env.python);
  const request = readRequest(url, python);
  if (level !== 'pinning' || 'because' in request || request.protocol === 'ftp') {
    return connectTarget(url, env);
  }
  const answer = validateImportUri(request.fullUrl, filter, level, env);
  if (answer.verdict !== 'pass') {
    return refuseRequest('Invalid', request.protocol, `Glance refuses it at fetch time: ${answer.because}`);
  }
  const endpoint = readEndpoint(request, python);
  if ('because' in endpoint) {
    return endpoint;
  }
  const parts = splitUrl(request.fullUrl, env.python);
  const host = answer.pinnedAddress ?? (parts.error === null ? (parts.hostname ?? '') : '');
  return connectEndpoint({ host, port: endpoint.port }, request.protocol, env);
}
