// The edge emulator's door: what a proxy's configuration does with an endless repetition of one request.
import type { HaproxyConfiguration } from '../../documents/haproxy/types';
import type { NginxConfiguration } from '../../documents/nginx/types';
import { judgeHaproxy } from './haproxy-verdict';
import { judgeNginx } from './nginx-verdict';
import type { EdgeRequest, EdgeVerdict } from './types';

/** Questions that are kept for one configuration: some hundred spellings, from a few addresses each. */
const maxAnswers = 4096;

const answered = new WeakMap<NginxConfiguration | HaproxyConfiguration, Map<string, EdgeVerdict>>();

/**
 * Judges one request against a loaded configuration (`loadNginx`, `loadHaproxy`). A limit is claimed only when it is certain;
 * configurations that the product refuses to load limit nothing. No time passes: the rate is read from the files. Asked twice
 * of the same configuration object, a request is judged once.
 */
export function edgeVerdict(
  configuration: NginxConfiguration | HaproxyConfiguration,
  request: EdgeRequest,
): EdgeVerdict {
  const answers = answered.get(configuration) ?? new Map<string, EdgeVerdict>();
  answered.set(configuration, answers);
  const question = JSON.stringify(request);
  let verdict = answers.get(question);
  if (verdict === undefined) {
    verdict =
      configuration.product === 'nginx' ? judgeNginx(configuration, request) : judgeHaproxy(configuration, request);
    if (answers.size < maxAnswers) answers.set(question, verdict);
  }
  return verdict;
}
