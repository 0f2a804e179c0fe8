// What HAProxy does with a repeated request: the rules are played, at one instant, until one refuses or nothing changes.
import type { HaproxyConfiguration, HaproxySection } from '../../documents/haproxy/types';
import {
  findRefusedDefaults,
  hasExpressedBackend,
  isFrontend,
  listBackends,
  listGlanceFrontends,
} from './haproxy-glance';
import { findHaproxyDoubt } from './haproxy-grammar';
import { type ClientChange, listClientChanges, listFreeHeaders, replaceHeader } from './haproxy-headers';
import { spellHaproxyTargets } from './haproxy-paths';
import { rewritingActions } from './haproxy-rewrite';
import { type HaproxyRoute, leadsOn, openRoute, playRequest } from './haproxy-route';
import type { HaproxyStream } from './haproxy-sample';
import { createStickTables, findRefusedTable, type StickTable } from './haproxy-tables';
import type { EdgeRequest, EdgeVerdict } from './types';
import { findArrival, type JudgedWay, joinWays } from './ways';
import { chooseWorstVerdict } from './worst';

/** Requests that are really played; stretches in which nothing can change are skipped. */
const maxPlayedRequests = 300;

/**
 * Judges every frontend that leads to Glance (binds 9292, names glance, or shares a server with one that does), else every
 * frontend; the weakest verdict counts. A backend named by an expression may be any that leads to Glance.
 * Each header that a rule looks at is also tried absent, changing, and with the values the file compares it with.
 */
export function judgeHaproxy(configuration: HaproxyConfiguration, request: EdgeRequest): EdgeVerdict {
  const broken = configuration.faults.find((fault) => fault.effect === 'refuses-to-load');
  if (broken) return { limited: false, because: `HAProxy refuses the configuration: ${broken.message}`, at: broken.at };
  const { sections } = configuration;
  const refused = findRefusedTable(sections);
  if (refused) return { limited: false, because: 'HAProxy refuses a stick-table without type or size', at: refused.at };
  const shared = findRefusedDefaults(sections);
  if (shared) return { limited: false, because: 'HAProxy refuses rules in these defaults', at: shared.at };
  const conditional = [...configuration.preamble, ...sections.flatMap((section) => section.lines)].find(
    (line) => line.kind === 'words' && /^\.(?:if|elif|else)$/.test(line.words[0]?.text ?? ''),
  );
  if (conditional) return { limited: 'cannot-say', because: 'the file has conditional blocks', at: conditional.at };
  const frontends = sections.filter(isFrontend);
  const toGlance = listGlanceFrontends(sections);
  const backends = toGlance.flatMap((one) => listBackends(one, sections));
  const verdict = chooseWorstVerdict(
    (toGlance.length > 0 ? toGlance : frontends).flatMap((one) =>
      hasExpressedBackend(one) && backends.length > 0
        ? backends.map((backend) => doubtOpen(judgeFrontend(one, sections, request, backend)))
        : [judgeFrontend(one, sections, request, null)],
    ),
  );
  const doubt = verdict.limited === false ? null : findHaproxyDoubt(sections);
  return doubt === null ? verdict : { limited: 'cannot-say', ...doubt };
}

/** Whether the expression ever names that backend is in no file: such a way is never surely open. */
function doubtOpen(verdict: EdgeVerdict): EdgeVerdict {
  if (verdict.limited !== false) return verdict;
  return {
    limited: 'cannot-say',
    because: 'an expression names the backend, and that of glance has no limit',
    at: verdict.at,
  };
}

function judgeFrontend(
  frontend: HaproxySection,
  sections: readonly HaproxySection[],
  request: EdgeRequest,
  expressed: HaproxySection | null,
): EdgeVerdict {
  const route = openRoute(frontend, sections, expressed);
  if (!route.isHttp) {
    return { limited: false, because: 'in mode tcp HAProxy does not read requests', at: frontend.at };
  }
  const applied = new Set<string>();
  const plain = listWays(route, request, applied);
  // A name, or another header, may be what leads to Glance.
  const ways = plain.some(({ arrives }) => arrives !== null)
    ? plain
    : listClientChanges(route.words, request).changes.flatMap((change) =>
        listWays(route, applyChange(request, change), applied),
      );
  const unread = route.words.find((words) => isUnread(words, applied));
  const cannotSay = (because: string): JudgedWay => ({
    verdict: { limited: 'cannot-say', because, at: frontend.at },
    ...{ arrives: 'surely', service: '' },
  });
  if (unread) ways.push(cannotSay(`no request was found that ${unread[1]} changes: what it lets in cannot be told`));
  if (ways.every(({ arrives }) => arrives === null)) ways.push(cannotSay('no request was found that gets to glance'));
  const verdict = joinWays(ways);
  const isTold = route.words.some(
    ([keyword, ...words]) => keyword === 'bind' && words.some((word) => /^accept-(?:proxy|netscaler-cip)$/.test(word)),
  );
  if (verdict.limited !== true || !isTold) return verdict;
  const because = 'with accept-proxy whoever reaches the port writes its own address';
  return { limited: 'cannot-say', because, at: frontend.at };
}

/** What becomes of every target that a client may write. `applied` collects the rules that changed one. */
function listWays(route: HaproxyRoute, request: EdgeRequest, applied: Set<string>): JudgedWay[] {
  return spellHaproxyTargets(route.words, request.rawPath).map((rawPath): JudgedWay => {
    const asked = { ...request, rawPath };
    const { stream, backend, ...outcome } = playRequest(route, asked, createStickTables(route.sections));
    for (const rule of stream.rewritten) applied.add(rule);
    const service = backend?.words[0]?.text ?? '';
    const arrives = outcome.kind === 'cannot-say' ? 'surely' : findArrival(stream.target, request.rawPath);
    if (arrives === null || (outcome.kind === 'passes' && !leadsOn(route, backend))) {
      const because = 'goes to another service';
      return { verdict: { limited: 'refused', status: null, because, at: route.frontend.at }, arrives: null, service };
    }
    return { verdict: judgeTarget(route, asked), arrives, service };
  });
}

function applyChange(request: EdgeRequest, change: ClientChange): EdgeRequest {
  const { query } = change;
  const headers = change.headers.reduce((all, [name, value]) => replaceHeader(all, name, value), {
    ...request.headers,
  });
  const joint = request.rawPath.includes('?') ? '&' : '?';
  return { ...request, headers, rawPath: query === undefined ? request.rawPath : request.rawPath + joint + query };
}

/** A rule that rewrites, of a section of this route, and that no request has met. */
function isUnread([keyword, action = '', ...rest]: readonly string[], applied: ReadonlySet<string>): boolean {
  if (keyword !== 'http-request' || !rewritingActions.test(action)) return false;
  const end = rest.findIndex((word) => word === 'if' || word === 'unless');
  return !applied.has(`${action} ${(end < 0 ? rest : rest.slice(0, end)).join(' ')}`);
}

/** One target, repeated without end, with every header that a rule looks at absent and changing too. */
function judgeTarget(route: HaproxyRoute, request: EdgeRequest): EdgeVerdict {
  const { sections } = route;
  const tables = createStickTables(sections);
  const given = playRequests(route, request, tables);
  if (given.limited === false) {
    // Without the header nothing is tracked; with it something is: the limit is keyed by what the client writes.
    const freeHeader = listFreeHeaders(route.words, request).find((name) => {
      const told = { ...request, headers: replaceHeader(request.headers, name, '198.18.0.1') };
      return playRequests(route, told, createStickTables(sections)).limited === true;
    });
    return freeHeader === undefined ? given : { ...given, freeHeader };
  }
  if (given.limited === 'refused') return findWayIn(route, request) ?? given;
  if (given.limited !== true) return given;
  // The bucket is full now: whatever passes by a change of headers is an escape.
  const { changes, unread } = listClientChanges(route.words, request);
  for (const change of changes) {
    const changed = applyChange(request, change);
    const outcome = playRequest(route, changed, tables);
    if (outcome.kind === 'cannot-say') return { limited: 'cannot-say', because: outcome.because, at: outcome.at };
    if (outcome.kind !== 'passes' || !leadsOn(route, outcome.backend)) continue;
    const names = change.headers.map(([name]) => name);
    const [name] = names;
    if (name !== undefined) {
      const because = `the client escapes with the header ${names.join(' and ')}`;
      return { limited: false, because, at: given.at, freeHeader: name };
    }
    if (findArrival(outcome.stream.target, changed.rawPath) !== null)
      return { limited: false, because: 'the client escapes with the query string', at: given.at };
  }
  if (unread !== null)
    return { limited: 'cannot-say', because: `nothing was found that ${unread} matches`, at: given.at };
  return given;
}

/** What becomes of a request that is refused as it stands, and passes with a header or query of its own: every client writes a host. */
function findWayIn(route: HaproxyRoute, request: EdgeRequest): EdgeVerdict | null {
  const { changes, unread } = listClientChanges(route.words, request);
  const verdicts: EdgeVerdict[] = [];
  for (const change of changes) {
    const changed = applyChange(request, change);
    const outcome = playRequest(route, changed, createStickTables(route.sections));
    if (outcome.kind === 'refuses' || !leadsOn(route, outcome.backend)) continue;
    const verdict = judgeTarget(route, changed);
    const isPlain = change.headers.every(([name]) => name === 'host') && change.query === undefined;
    verdicts.push(verdict.limited === false && !isPlain ? { ...verdict, limited: 'cannot-say' } : verdict);
    if (verdicts.length === maxWaysIn) break;
  }
  const because = `nothing was found that ${unread} matches`;
  if (unread !== null) verdicts.push({ limited: 'cannot-say', because, at: route.frontend.at });
  return verdicts.length > 0 ? chooseWorstVerdict(verdicts) : null;
}

/** More of them are alike. */
const maxWaysIn = 4;

/** Plays the same request again and again, without time passing, and leaves the tables as full as they got. */
function playRequests(route: HaproxyRoute, request: EdgeRequest, tables: ReadonlyMap<string, StickTable>): EdgeVerdict {
  const thresholds = listThresholds(route);
  const at = route.frontend.at;
  let passed = 0;
  let before = '';
  for (let played = 0; played < maxPlayedRequests; played++) {
    const { stream, ...outcome } = playRequest(route, request, tables);
    if (outcome.kind === 'cannot-say') return { limited: 'cannot-say', because: outcome.because, at: outcome.at };
    if (outcome.kind === 'refuses') {
      const { status, retryAfter } = outcome;
      if (passed === 0) return { limited: 'refused', status, because: 'refused by a rule, always', at: outcome.at };
      const rate = describeRate(stream, passed);
      if (rate === null) return { limited: 'cannot-say', because: 'no counter decides the refusal', at: outcome.at };
      if (!staysRefused(route, request, tables, stream, thresholds))
        return { limited: false, because: 'refused only while a counter stands at a number', at: outcome.at };
      return { limited: true, ...rate, burst: passed, status, retryAfter, isDelayed: false, at: outcome.at };
    }
    passed++;
    if (stream.raised.length === 0) return { limited: false, because: 'no counter moves with this request', at };
    const now = stream.raised.map((one) => `${one.table.name} ${one.key} ${one.counter}`).join('\n');
    if (now === before) {
      const skipped = countUneventful(stream, thresholds);
      if (skipped === null) return { limited: false, because: 'no rule refuses, however far the counters move', at };
      for (const { table, key, counter } of stream.raised) {
        const entry = table.entries.get(key);
        entry?.set(counter, (entry.get(counter) ?? 0) + skipped);
      }
      passed += skipped;
    }
    before = now;
  }
  return { limited: 'cannot-say', because: 'the counters cross too many thresholds', at };
}

/** Whether the refusal holds however far the counters move that refused requests move: `eq 4` and `4:6` let later ones pass. */
function staysRefused(
  route: HaproxyRoute,
  request: EdgeRequest,
  tables: ReadonlyMap<string, StickTable>,
  { raised }: HaproxyStream,
  thresholds: readonly number[],
): boolean {
  const counts = raised.map(({ table, key, counter }) => table.entries.get(key)?.get(counter) ?? 0);
  return thresholds.every((threshold) => {
    if (!counts.some((count) => threshold >= count - 1)) return true;
    for (const { table, key, counter } of raised) table.entries.get(key)?.set(counter, threshold + 1);
    return playRequest(route, request, tables).kind === 'refuses';
  });
}

/** How many more repetitions cannot change any comparison; null when none ever will. Counters rise by one or two each. */
function countUneventful({ raised }: HaproxyStream, thresholds: readonly number[]): number | null {
  let fewest: number | null = null;
  for (const { table, key, counter } of raised) {
    const value = table.entries.get(key)?.get(counter) ?? 0;
    const next = thresholds.find((threshold) => threshold >= value - 1);
    if (next === undefined) continue;
    // A counter raised twice per request is added twice when skipping, and so is worth half the way.
    const perRequest = raised.filter((one) => one.table === table && one.key === key && one.counter === counter).length;
    const ahead = Math.max(0, Math.floor((next - value) / perRequest) - 1);
    if (fewest === null || ahead < fewest) fewest = ahead;
  }
  return fewest;
}

/** Every number that conditions could compare a counter with, ascending. */
function listThresholds(route: HaproxyRoute): number[] {
  const numbers = new Set<number>();
  for (const words of route.words) {
    if (!/^(?:http-request|tcp-request|acl|use_backend|redirect)$/.test(words[0] ?? '')) continue;
    for (const word of words) for (const found of word.matchAll(/\d+/g)) numbers.add(Number(found[0]));
  }
  return [...numbers].sort((a, b) => a - b);
}

function describeRate(
  stream: HaproxyStream,
  burst: number,
): { key: string; bucket: string; requestsPerMinute: number } | null {
  let best: { key: string; bucket: string; requestsPerMinute: number } | null = null;
  for (const { table, counter, key, expression } of stream.counted) {
    // An entry that nobody asks for is forgotten, with its rate.
    const periods = [table.stores.get(counter.replace(/\[.*/, '')), table.expireMilliseconds];
    const known = periods.filter((one) => typeof one === 'number');
    const period = known.length === 0 ? null : Math.min(...known);
    const requestsPerMinute = period === null ? 0 : Math.round((burst * 60_000_000) / period) / 1000;
    if (best === null || requestsPerMinute > best.requestsPerMinute)
      best = { key: expression, bucket: key, requestsPerMinute };
  }
  return best;
}
