// ImageCreateRateLimit: limits on image creation and on other writes in nginx, HAProxy or Repose, from one pair of numbers each.

import { callerHeaderOf, type EdgeLimit } from '../documents/edge-limit';
import { composeHaproxyImageCreateLimit, composeHaproxyLimitParts } from '../documents/haproxy/compose';
import { renderHaproxy, renderHaproxyLines } from '../documents/haproxy/render';
import type { Artifact } from '../documents/hardening';
import { composeNginxImageCreateLimit } from '../documents/nginx/compose';
import { renderNginx } from '../documents/nginx/render';
import { composeReposeLimits, renderReposeLimits } from '../documents/repose/rate-limiting';
import type { ImageCreateRateLimitProps } from '../intent/types-edge';
import { IntentProblems, type Problem, problem } from '../problems';
import { Control, type Decision, type PlaceOf, type ReleaseFacts } from './control';

/** Names of the rendered files, below each program's own directory. */
const files = {
  nginx: 'conf.d/90-glacis-image-create.conf',
  haproxy: 'conf.d/90-glacis-image-create.cfg',
  repose: 'rate-limiting.cfg.xml',
} as const;

/** Lines for a frontend or backend that is there already; no `.cfg`, so that HAProxy never takes them for a file of its own. */
const limitLinesFile = 'glacis-image-create.lines';

const existingFrontendResidual =
  'the lines of HAProxy count only once they stand in the frontend of glance, or in its backend: kolla-ansible and openstack-ansible place them, elsewhere put them behind its `mode http` and judge the result with `glacis audit`';

const reloadResidual = 'a reload of HAProxy empties its counters: name a `peers` section of the site to keep them';

const residualsOf = {
  nginx: [],
  haproxy: [],
  repose: [
    'Repose counts for each user name that its own filters set (ip-user, keystone-v2): without such a filter nobody is limited; no attack counts as stopped by it',
    'Repose compares the method of the request alone: GET /v2/images?_method=POST, which creates an image, passes uncounted',
    'Repose has no burst: a whole minute of requests may come at once',
  ],
} as const;

/** @internal OSSN-0076: no option of Glance limits how often an image is created. */
export function decideImageCreateRateLimit(props: ImageCreateRateLimitProps, placeOf: PlaceOf): Decision {
  const limit = {
    requestsPerMinute: props.requestsPerMinute ?? 6,
    burst: props.burst ?? 5,
    trustedProxies: props.trustedProxies ?? [],
    key: props.key ?? 'address',
    ...(props.projectHeader !== undefined && { projectHeader: props.projectHeader }),
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
  problems.push(...findIdleEndpoints(props, placeOf));
  for (const proxy of [...new Set(proxies)].sort()) {
    try {
      artifacts.push(...renderLimit(proxy, limit, props));
    } catch (error) {
      if (!(error instanceof IntentProblems)) throw error;
      problems.push(...error.problems.map((p) => ({ ...p, place: placeOf(pointerOf(p)) })));
    }
  }
  const sentences = [
    ...[...new Set(proxies)].flatMap((proxy) => residualsOf[proxy]),
    ...(proxies.includes('haproxy') && props.haproxy?.peers === undefined ? [reloadResidual] : []),
    ...(proxies.includes('haproxy') && props.haproxy?.frontend === 'existing' ? [existingFrontendResidual] : []),
    ...(props.key === undefined || props.key === 'address' ? [] : [keyResidual(limit)]),
  ];
  const residuals = sentences.map((because) => ({ control: 'image-create-rate-limit', because }));
  return { artifacts, problems: uniqueProblems(problems), residuals };
}

/** What no file of this proxy can see to. */
function keyResidual(limit: EdgeLimit): string {
  const header = callerHeaderOf(limit);
  return `the proxies before this one must set ${header} themselves, in place of whatever the client sent, and append to X-Forwarded-For`;
}

function renderLimit(proxy: keyof typeof files, limit: EdgeLimit, props: ImageCreateRateLimitProps): Artifact[] {
  const artifact = (text: string, name: string = files[proxy]): Artifact => ({ program: proxy, name, text });
  if (proxy === 'nginx') return [artifact(renderNginx(composeNginxImageCreateLimit(limit)))];
  if (proxy === 'repose') {
    refuseReposeKey(limit);
    return [
      artifact(renderReposeLimits(composeReposeLimits(limit.requestsPerMinute, limit.otherWrites?.requestsPerMinute))),
    ];
  }
  const { bind = ['*:9292'], servers = ['127.0.0.1:9293'], stickCounter, peers, frontend } = props.haproxy ?? {};
  if (frontend !== 'existing') {
    return [artifact(renderHaproxy(composeHaproxyImageCreateLimit({ ...limit, bind, servers, stickCounter, peers })))];
  }
  const { lines, tables } = composeHaproxyLimitParts({ ...limit, stickCounter, peers });
  return [artifact(renderHaproxy(tables)), artifact(renderHaproxyLines(lines), limitLinesFile)];
}

/** Repose counts the user its own filters name; nothing in its limits asks who the peer is. */
function refuseReposeKey({ key }: EdgeLimit): void {
  if (key === undefined || key === 'address') return;
  throw new IntentProblems([
    problem(
      'contradiction',
      { file: files.repose, pointer: '/key' },
      {
        got: `key ${key} with repose among the proxies`,
        wanted: 'key: address, or nginx and haproxy alone',
        why: 'Repose counts the user name of its own filters and cannot tell a trusted proxy from anybody else',
        fix: 'leave repose out of proxies, or key out of the limit',
      },
    ),
  ]);
}

/** A frontend that is there has its own addresses. */
function findIdleEndpoints({ haproxy }: ImageCreateRateLimitProps, placeOf: PlaceOf): Problem[] {
  if (haproxy?.frontend !== 'existing') return [];
  const named = (['bind', 'servers'] as const).filter((name) => haproxy[name] !== undefined);
  const why = 'the frontend that is there has its own addresses and servers: nothing would be done with these';
  return named.map((name) =>
    problem('contradiction', placeOf(`/haproxy/${name}`), {
      ...{ got: `${name} with frontend existing`, wanted: 'one of them', why },
    }),
  );
}

function pointerOf(p: Problem): string {
  const pointer = p.place.pointer ?? '';
  return /^\/(bind|servers|stickCounter|peers)/.test(pointer) ? `/haproxy${pointer}` : pointer;
}

/** Both proxies find the same fault in the same number: say it once. */
function uniqueProblems(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((p) => [JSON.stringify([p.code, p.place, p.got]), p])).values()];
}

/**
 * A limit on image creation in nginx, HAProxy or Repose, because no option of Glance limits how often (OSSN-0076). Default: nginx, 5 at
 * once, then 6 a minute for each client network.
 */
export class ImageCreateRateLimit extends Control<ImageCreateRateLimitProps> {
  /** @internal */
  readonly intentKey = 'imageCreateRateLimit';

  /** @internal */
  decide(_facts: ReleaseFacts, placeOf: PlaceOf): Decision {
    return decideImageCreateRateLimit(this.props, placeOf);
  }
}
