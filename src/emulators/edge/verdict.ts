// The edge emulator's door: what a proxy's configuration does with an endless repetition of one request.
import type { HaproxyConfiguration } from '../../documents/haproxy/types';
import type { NginxConfiguration } from '../../documents/nginx/types';
import { judgeHaproxy } from './haproxy-verdict';
import { judgeNginx } from './nginx-verdict';
import type { EdgeRequest, EdgeVerdict } from './types';

/**
 * Judges one request against a loaded configuration (`loadNginx`, `loadHaproxy`). A limit is claimed only when it is certain;
 * configurations that the product refuses to load limit nothing. No time passes: the rate is read from the files.
 */
export function edgeVerdict(
  configuration: NginxConfiguration | HaproxyConfiguration,
  request: EdgeRequest,
): EdgeVerdict {
  return configuration.product === 'nginx' ? judgeNginx(configuration, request) : judgeHaproxy(configuration, request);
}
