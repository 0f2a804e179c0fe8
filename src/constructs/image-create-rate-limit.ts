// ImageCreateRateLimit: a limit on image creation in nginx or HAProxy, from one pair of numbers.
import { composeHaproxyImageCreateLimit } from '../documents/haproxy/compose';
import { renderHaproxy } from '../documents/haproxy/render';
import type { Artifact } from '../documents/hardening';
import { composeNginxImageCreateLimit } from '../documents/nginx/compose';
import { renderNginx } from '../documents/nginx/render';
import type { ImageCreateRateLimitProps } from '../intent/types';
import { IntentProblems, type Problem, problem } from '../problems';
import { Control, type Decision, type PlaceOf, type ReleaseFacts } from './control';

/** Names of the rendered files, below each program's own directory. */
const files = { nginx: 'conf.d/90-glacis-image-create.conf', haproxy: 'conf.d/90-glacis-image-create.cfg' } as const;

/** OSSN-0076: no option of Glance limits how often an image is created. */
export function decideImageCreateRateLimit(props: ImageCreateRateLimitProps, placeOf: PlaceOf): Decision {
  const limit = {
    requestsPerMinute: props.requestsPerMinute ?? 6,
    burst: props.burst ?? 5,
    trustedProxies: props.trustedProxies ?? [],
  };
  const proxies = props.proxies ?? ['nginx'];
  const problems: Problem[] = [];
  const artifacts: Artifact[] = [];
  if (props.haproxy && !proxies.includes('haproxy')) {
    problems.push(
      problem('contradiction', placeOf('/haproxy'), {
        got: `haproxy settings, proxies ${proxies.join(', ')}`,
        wanted: 'haproxy among the proxies',
        why: 'no HAProxy file would be written',
      }),
    );
  }
  for (const proxy of [...new Set(proxies)].sort()) {
    try {
      artifacts.push({ program: proxy, name: files[proxy], text: renderLimit(proxy, limit, props) });
    } catch (error) {
      if (!(error instanceof IntentProblems)) throw error;
      problems.push(...error.problems.map((p) => ({ ...p, place: placeOf(pointerOf(p)) })));
    }
  }
  const residuals = proxies.includes('haproxy')
    ? [
        {
          control: 'image-create-rate-limit',
          because: 'a reload of HAProxy empties its counters unless `peers` are configured',
        },
      ]
    : [];
  return { artifacts, problems: uniqueProblems(problems), residuals };
}

function renderLimit(
  proxy: 'nginx' | 'haproxy',
  limit: { requestsPerMinute: number; burst: number; trustedProxies: readonly string[] },
  props: ImageCreateRateLimitProps,
): string {
  if (proxy === 'nginx') return renderNginx(composeNginxImageCreateLimit(limit));
  const bind = props.haproxy?.bind ?? ['*:9292'];
  const servers = props.haproxy?.servers ?? ['127.0.0.1:9293'];
  return renderHaproxy(composeHaproxyImageCreateLimit({ ...limit, bind, servers }));
}

function pointerOf(p: Problem): string {
  const pointer = p.place.pointer ?? '';
  return /^\/(bind|servers)/.test(pointer) ? `/haproxy${pointer}` : pointer;
}

/** Both proxies find the same fault in the same number: say it once. */
function uniqueProblems(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((p) => [JSON.stringify([p.code, p.place, p.got]), p])).values()];
}

/** Limit on image creation. Default: nginx, 5 at once, then 6 a minute for each client network. */
export class ImageCreateRateLimit extends Control<ImageCreateRateLimitProps> {
  readonly intentKey = 'imageCreateRateLimit';

  decide(_facts: ReleaseFacts, placeOf: PlaceOf): Decision {
    return decideImageCreateRateLimit(this.props, placeOf);
  }
}
