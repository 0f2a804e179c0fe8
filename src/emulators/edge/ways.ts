// The ways of one request to Glance through a proxy, joined: an attacker takes the weakest of those that arrive.
import { parseNginxUri } from './nginx-uri';
import type { EdgeVerdict } from './types';
import { chooseWorstVerdict } from './worst';

/** `surely`: as the wanted request; `perhaps`: below a prefix that Glance, or what runs it, may take off; null: not there. */
export type Arrival = 'surely' | 'perhaps' | null;

/** What becomes of one path that a client writes. */
export interface JudgedWay {
  readonly verdict: EdgeVerdict;
  readonly arrives: Arrival;
  /** The service it is handed to. */
  readonly service: string;
}

/** The weakest verdict of the ways that arrive; where none does, that of the first. */
export function joinWays(ways: readonly JudgedWay[]): EdgeVerdict {
  const sure = ways.filter(({ arrives }) => arrives === 'surely');
  const arrived = ways.flatMap(({ verdict, arrives, service }) => {
    if (arrives === null) return [];
    if (arrives === 'surely' || sure.length === 0 || verdict.limited !== false) return [verdict];
    // One service does not stand at the root and below a prefix; another may.
    if (sure.some((one) => one.service === service)) return [];
    const because = `Glance may be below a prefix: ${verdict.because}`;
    return [{ limited: 'cannot-say' as const, because, at: verdict.at }];
  });
  const [first] = ways;
  return arrived.length > 0 || first === undefined ? chooseWorstVerdict(arrived) : first.verdict;
}

/** Whether what a service receives is the wanted request. `received` and `wanted` are request targets, percent-encoded. */
export function findArrival(received: string, wanted: string): Arrival {
  if (received === wanted) return 'surely';
  const query = (target: string): string => target.split('?').slice(1).join('?');
  if (query(wanted).includes('_method') && !query(received).includes('_method')) return null;
  const [path, goal] = [received, wanted].map((target) => parseNginxUri(target, true)?.uri);
  if (path === undefined || goal === undefined) return null;
  if (path === goal) return 'surely';
  return path.endsWith(goal) && !isGlancePath(path) ? 'perhaps' : null;
}

/** Paths that mean something to a Glance at the root: no prefix of a mount. */
function isGlancePath(path: string): boolean {
  return /^\/(?:v\d[^/]*|images|schemas|versions)(?:\/|$)/.test(path);
}

/** `localhost:9292` and `[::1]:9292` are one service with `127.0.0.1:9292`. */
export function nameLoopback(address: string): string {
  return address.replace(/^(?:localhost|\[?::1\]?|ip6-localhost)(?=:\d+$|$)/i, '127.0.0.1');
}
