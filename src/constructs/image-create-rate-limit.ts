// ImageCreateRateLimit: limits on image creation and on other writes in nginx, HAProxy or Repose, from one pair of numbers each.
import { composeHaproxyImageCreateLimit } from '../documents/haproxy/compose';
import { renderHaproxy } from '../documents/haproxy/render';
import type { Artifact } from '../documents/hardening';
import { composeNginxImageCreateLimit, type NginxImageCreateLimit } from '../documents/nginx/compose';
import { renderNginx } from '../documents/nginx/render';
import { composeReposeLimits, renderReposeLimits } from '../documents/repose/rate-limiting';
import type { ImageCreateRateLimitProps } from '../intent/types';
import { IntentProblems, type Problem, problem } from '../problems';
import { Control, type Decision, type PlaceOf, type ReleaseFacts } from './control';

/** Names of the rendered files, below each program's own directory. */
const files = {
  nginx: 'conf.d/90-glacis-image-create.conf',
  haproxy: 'conf.d/90-glacis-image-create.cfg',
  repose: 'rate-limiting.cfg.xml',
} as const;

const residualsOf = {
  nginx: [],
  haproxy: ['a reload of HAProxy empties its counters unless `peers` are configured'],
  repose: [
    'Repose counts for each user name that its own filters set (ip-user, keystone-v2): without such a filter nobody is limited; no attack counts as stopped by it',
    'Repose has no burst: a whole minute of requests may come at once',
  ],
} as const;

/** OSSN-0076: no option of Glance limits how often an image is created. */
export function decideImageCreateRateLimit(props: ImageCreateRateLimitProps, placeOf: PlaceOf): Decision {
  const limit = {
    requestsPerMinute: props.requestsPerMinute ?? 6,
    burst: props.burst ?? 5,
    trustedProxies: props.trustedProxies ?? [],
    ...(props.otherWrites && {
      otherWrites: {
        requestsPerMinute: props.otherWrites.requestsPerMinute ?? 60,
        burst: props.otherWrites.burst ?? 30,
      },
    }),
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
  const residuals = [...new Set(proxies)].flatMap((proxy) =>
    residualsOf[proxy].map((because) => ({ control: 'image-create-rate-limit', because })),
  );
  return { artifacts, problems: uniqueProblems(problems), residuals };
}

function renderLimit(
  proxy: keyof typeof files,
  limit: Omit<NginxImageCreateLimit, 'header' | 'file'>,
  props: ImageCreateRateLimitProps,
): string {
  if (proxy === 'nginx') return renderNginx(composeNginxImageCreateLimit(limit));
  if (proxy === 'repose') {
    return renderReposeLimits(composeReposeLimits(limit.requestsPerMinute, limit.otherWrites?.requestsPerMinute));
  }
  const bind = props.haproxy?.bind ?? ['*:9292'];
  const servers = props.haproxy?.servers ?? ['127.0.0.1:9293'];
  return renderHaproxy(
    composeHaproxyImageCreateLimit({ ...limit, bind, servers, stickCounter: props.haproxy?.stickCounter }),
  );
}

function pointerOf(p: Problem): string {
  const pointer = p.place.pointer ?? '';
  return /^\/(bind|servers|stickCounter)/.test(pointer) ? `/haproxy${pointer}` : pointer;
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
