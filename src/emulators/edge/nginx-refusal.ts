// What a client of nginx sees when a limit refuses it: status, Retry-After, or, through error_page, the service after all.
import type { Source } from '../../documents/types';
import type { NginxLimitPlace } from './nginx-limit-place';
import {
  findErrorPage,
  findLocations,
  findNamedLocation,
  inheritDirectives,
  isForwarding,
  listDirectives,
  type NginxLevel,
} from './nginx-scopes';

/** `passes`: the refused request reaches a service through error_page. */
export type NginxRefusal =
  | { readonly kind: 'answers'; readonly status: number; readonly retryAfter: string | null }
  | { readonly kind: 'passes' | 'cannot-say'; readonly because: string; readonly at: Source };

/** nginx adds headers without `always` only to these. */
const headerStatuses = new Set([200, 201, 204, 206, 301, 302, 303, 304, 307, 308]);

/** `status` is limit_req_status: 503 unless set. */
export function answerRefusal(place: NginxLimitPlace, status: number): NginxRefusal {
  const page = findErrorPage(place.chain, status);
  if (page === undefined) return { kind: 'answers', status, retryAfter: readRetryAfter(place, place.chain, status) };
  const target = page.args[page.args.length - 1] ?? '';
  const change = page.args.find((arg) => arg.startsWith('='));
  if (/^https?:/.test(target)) return { kind: 'answers', status: 302, retryAfter: null };
  const named = target.startsWith('@') ? findNamedLocation(place.server, target) : undefined;
  const locations = target.startsWith('@') ? (named ? [named] : null) : findLocations(place.server, target);
  if (locations === null || target.includes('$'))
    return { kind: 'cannot-say', because: 'the target of error_page cannot be found', at: page.at };
  const level = locations[locations.length - 1]?.block ?? [];
  const returned = listDirectives(level, 'return')[0];
  // A page at a path is asked for with GET: it creates nothing.
  if (returned === undefined && named && isForwarding(level) && mayReachGlance(level, place)) {
    return { kind: 'passes', because: 'error_page hands refused requests to a service', at: page.at };
  }
  if (
    level.some((one) => one.kind === 'lua' || (one.kind === 'directive' && /^(rewrite|if|try_files)$/.test(one.name)))
  ) {
    return { kind: 'cannot-say', because: 'the target of error_page may send the request on', at: page.at };
  }
  const own = /^\d{3}$/.test(returned?.args[0] ?? '') ? Number(returned?.args[0]) : 200;
  const seen = change === undefined ? status : change === '=' ? own : Number(change.slice(1));
  const chain = [...place.chain.slice(0, 2), ...locations.map((location) => location.block ?? [])];
  return { kind: 'answers', status: seen, retryAfter: readRetryAfter(place, chain, seen) };
}

function mayReachGlance(level: NginxLevel, { mayArrive, request }: NginxLimitPlace): boolean {
  return level.some((pass) => {
    if (pass.kind !== 'directive' || !isForwarding([pass])) return false;
    return mayArrive({ kind: 'forwards', chain: [], pass, path: null, args: '', isAsWritten: false }, request.rawPath);
  });
}

function readRetryAfter(place: NginxLimitPlace, chain: NginxLimitPlace['chain'], status: number): string | null {
  const header = inheritDirectives(chain, 'add_header').find((one) => one.args[0]?.toLowerCase() === 'retry-after');
  if (header === undefined || (header.args[2] !== 'always' && !headerStatuses.has(status))) return null;
  const outcome = new Map([
    ['status', String(status)],
    ['limit_req_status', 'REJECTED'],
  ]);
  const evaluation = place.walk(place.request.rawPath, place.headers)?.evaluation;
  return evaluation?.concluded(outcome).expand(header.args[1] ?? '') || null;
}
