// Judges a proxy's limit on image creation as a whole: every spelling, several clients, and what must stay untouched.
import type { HaproxyConfiguration } from '../../documents/haproxy/types';
import type { NginxConfiguration } from '../../documents/nginx/types';
import {
  type CreatingRequest,
  collapsedCreatingRequests,
  creatingRequests,
  type OtherRequest,
  overriddenCreatingRequests,
  recentCreatingRequests,
  rowWritingRequests,
  untouchedRequests,
} from './creating-requests';
import type { EdgeVerdict } from './types';
import { edgeVerdict } from './verdict';
import { chooseWorstVerdict } from './worst';

/** Something wrong with a limit that is in force. */
export type EdgeWeakness =
  /** So many pass that the limit ends no flood. */
  | 'admits-a-flood'
  /** Spellings fall into different buckets: the limit is multiplied. */
  | 'bucket-per-spelling'
  /** Addresses of one IPv6 /64, which one host owns, have different buckets. */
  | 'bucket-per-ipv6-address'
  /** Different IPv4 clients share one bucket on plain or dual-stack sockets: one client locks the others out. */
  | 'shared-ipv4-bucket'
  /** Requests that create nothing are limited too. */
  | 'limits-other-requests'
  /** Refusals carry another status than 429. */
  | 'status-not-429'
  /** Refusals say nothing about when to come back. */
  | 'no-retry-after'
  /** Requests are held back instead of refused: connections pile up. */
  | 'delays';

/** The whole judgement. */
export interface ImageCreateJudgement {
  /** The weakest verdict over all spellings: what an attacker gets. */
  readonly worst: EdgeVerdict;
  /** Spellings that are not certainly limited or refused. */
  readonly evading: readonly { readonly request: CreatingRequest; readonly verdict: EdgeVerdict }[];
  /** Sorted, each once. Only meaningful where `evading` is empty. */
  readonly weaknesses: readonly EdgeWeakness[];
}

/** Addresses for documentation: no real file exempts or trusts them by accident. */
const clients = {
  ipv4: ['198.51.100.7', '203.0.113.9'],
  mapped: ['::ffff:198.51.100.7', '::ffff:203.0.113.9'],
  ipv6: ['2001:db8:0:1::7', '2001:db8:0:1::8'],
} as const;

/** What one client network may create in an hour: beyond it a table grows by what the alerts on growth call a flood. */
const floodPerHour = 5000;

type Judgements = { plain?: ImageCreateJudgement; collapsed?: ImageCreateJudgement };

const known = new WeakMap<NginxConfiguration | HaproxyConfiguration, Judgements>();

/**
 * Runs all of it against one configuration, once for each configuration object. `collapses`: also what the WSGI server or the router
 * behind turns into a creation.
 */
export function judgeImageCreateLimit(
  configuration: NginxConfiguration | HaproxyConfiguration,
  { collapses }: { readonly collapses: boolean },
): ImageCreateJudgement {
  const judgements = known.get(configuration) ?? {};
  known.set(configuration, judgements);
  const kind = collapses ? 'collapsed' : 'plain';
  judgements[kind] ??= judgeAll(configuration, collapses);
  return judgements[kind];
}

function judgeAll(configuration: NginxConfiguration | HaproxyConfiguration, collapses: boolean): ImageCreateJudgement {
  const spellings = [
    ...creatingRequests,
    ...(collapses ? [...overriddenCreatingRequests, ...collapsedCreatingRequests, ...recentCreatingRequests] : []),
  ];
  const judge = (request: CreatingRequest, clientAddress: string): EdgeVerdict => {
    return edgeVerdict(configuration, { ...request, clientAddress });
  };
  const judged = spellings.flatMap((request) =>
    [clients.ipv4[0], clients.ipv6[0]].map((address) => ({ request, address, verdict: judge(request, address) })),
  );
  const worst = chooseWorstVerdict(judged.map((one) => one.verdict));
  const isOpen = ({ verdict }: { verdict: EdgeVerdict }): boolean =>
    verdict.limited === false || verdict.limited === 'cannot-say';
  const evading = spellings.flatMap((request) => {
    const found = judged.find((one) => one.request === request && isOpen(one));
    return found === undefined ? [] : [{ request, verdict: found.verdict }];
  });

  const weaknesses = new Set<EdgeWeakness>();
  const limited = judged.flatMap(({ verdict, address }) => (verdict.limited === true ? [{ verdict, address }] : []));
  const perClient = new Set(limited.filter((one) => one.address === clients.ipv4[0]).map((one) => one.verdict.bucket));
  if (perClient.size > 1) weaknesses.add('bucket-per-spelling');
  const [first] = spellings;
  if (first !== undefined) {
    const bucketsOf = (addresses: readonly string[]): Set<string> =>
      new Set(
        addresses.flatMap((address) => {
          const verdict = judge(first, address);
          return verdict.limited === true ? [verdict.bucket] : [];
        }),
      );
    if (bucketsOf(clients.ipv6).size > 1) weaknesses.add('bucket-per-ipv6-address');
    if (bucketsOf(clients.ipv4).size === 1 || bucketsOf(clients.mapped).size === 1)
      weaknesses.add('shared-ipv4-bucket');
  }
  for (const { verdict } of limited) {
    if (verdict.status !== 429) weaknesses.add('status-not-429');
    if (verdict.retryAfter === null) weaknesses.add('no-retry-after');
    if (verdict.isDelayed) weaknesses.add('delays');
    if (verdict.burst + verdict.requestsPerMinute * 60 > floodPerHour) weaknesses.add('admits-a-flood');
  }
  const judgeOther = (request: OtherRequest): EdgeVerdict => {
    return edgeVerdict(configuration, { ...request, headers: {}, clientAddress: clients.ipv4[0] });
  };
  // Other writes may have a limit of their own, on a line of its own: what they share with creations is a fault.
  const lines = new Set(limited.map(({ verdict }) => `${verdict.at.file}:${verdict.at.line}`));
  const isTouched =
    untouchedRequests.some((request) => judgeOther(request).limited === true) ||
    rowWritingRequests.some((request) => {
      const verdict = judgeOther(request);
      return verdict.limited === true && lines.has(`${verdict.at.file}:${verdict.at.line}`);
    });
  if (isTouched) weaknesses.add('limits-other-requests');
  return { worst, evading, weaknesses: [...weaknesses].sort() };
}
