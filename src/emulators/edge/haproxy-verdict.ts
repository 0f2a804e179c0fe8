// What HAProxy does with a repeated request: the rules are played, at one instant, until one refuses or nothing changes.
import type { HaproxyConfiguration, HaproxySection } from '../../documents/haproxy/types';
import { readAddress, unmapAddress } from '../../documents/nftables/networks';
import { holdsHaproxyCondition } from './haproxy-condition';
import { hasExpressedBackend, isExpression, isFrontend, listBackends, listGlanceFrontends } from './haproxy-glance';
import { listFreeHeaders, listHeaderChanges, replaceHeader } from './haproxy-headers';
import { type HaproxyOutcome, type HaproxyRules, readHaproxyRules, runHaproxyRules } from './haproxy-rules';
import type { HaproxyStream } from './haproxy-sample';
import { createStickTables, findRefusedTable, type HaproxySample, type StickTable } from './haproxy-tables';
import type { EdgeRequest, EdgeVerdict } from './types';
import { chooseWorstVerdict } from './worst';

/** Requests that are really played; stretches in which nothing can change are skipped. */
const maxPlayedRequests = 300;

interface Route {
  readonly frontend: HaproxySection;
  readonly frontendRules: HaproxyRules;
  readonly defaults: HaproxySection | undefined;
  readonly sections: readonly HaproxySection[];
  /** The backend that a name with an expression in it stands for. */
  readonly expressed: HaproxySection | null;
}

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
  const conditional = [...configuration.preamble, ...sections.flatMap((section) => section.lines)].find(
    (line) => line.kind === 'words' && /^\.(?:if|elif|else)$/.test(line.words[0]?.text ?? ''),
  );
  if (conditional) return { limited: 'cannot-say', because: 'the file has conditional blocks', at: conditional.at };
  const frontends = sections.filter(isFrontend);
  const toGlance = listGlanceFrontends(sections);
  const backends = toGlance.flatMap((one) => listBackends(one, sections));
  return chooseWorstVerdict(
    (toGlance.length > 0 ? toGlance : frontends).flatMap((one) =>
      hasExpressedBackend(one) && backends.length > 0
        ? backends.map((backend) => doubtOpen(judgeFrontend(one, sections, request, backend)))
        : [judgeFrontend(one, sections, request, null)],
    ),
  );
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
  const defaults = findDefaults(frontend, sections);
  if (readSetting(frontend, defaults, 'mode')[0] !== 'http') {
    return { limited: false, because: 'in mode tcp HAProxy does not read requests', at: frontend.at };
  }
  const route: Route = {
    frontend,
    frontendRules: readHaproxyRules(frontend, defaults),
    defaults,
    sections,
    expressed,
  };
  const tables = createStickTables(sections);
  const given = playRequests(route, request, tables);
  if (given.limited === false) {
    // Without the header nothing is tracked; with it something is: the limit is keyed by what the client writes.
    const freeHeader = listFreeHeaders(listWords(route), request).find((name) => {
      const told = { ...request, headers: replaceHeader(request.headers, name, '198.18.0.1') };
      return playRequests(route, told, createStickTables(sections)).limited === true;
    });
    return freeHeader === undefined ? given : { ...given, freeHeader };
  }
  if (given.limited !== true) return given;
  // The bucket is full now: whatever passes by a change of headers is an escape.
  for (const { names, value } of listHeaderChanges(listWords(route), request)) {
    const headers = names.reduce((changed, name) => replaceHeader(changed, name, value), request.headers);
    const outcome = playRequest(route, { ...request, headers }, tables);
    if (outcome.kind === 'passes') {
      const because = `the client escapes with the header ${names.join(' and ')}`;
      return { limited: false, because, at: given.at, freeHeader: names[0] ?? '' };
    }
    if (outcome.kind === 'cannot-say') return { limited: 'cannot-say', because: outcome.because, at: outcome.at };
  }
  return given;
}

type Played = HaproxyOutcome & { readonly stream: HaproxyStream };

/** One request through the rules of the frontend and of the backend it is sent to. */
function playRequest(route: Route, request: EdgeRequest, tables: ReadonlyMap<string, StickTable>): Played {
  const at = route.frontend.at;
  const stream = createStream(request, tables);
  if (stream.source.type === 'unknown')
    return { kind: 'cannot-say', because: 'the client address is none', at, stream };
  const outcome = runHaproxyRules(route.frontendRules, stream);
  if (outcome.kind !== 'passes') return { ...outcome, stream };
  const backend = chooseBackend(route, stream);
  if (backend === null) return { kind: 'cannot-say', because: 'the backend cannot be told', at, stream };
  if (backend === undefined) return { ...outcome, stream };
  const rules = readHaproxyRules(backend, findDefaults(backend, route.sections));
  return { ...runHaproxyRules(rules, stream), stream };
}

/** Plays the same request again and again, without time passing, and leaves the tables as full as they got. */
function playRequests(route: Route, request: EdgeRequest, tables: ReadonlyMap<string, StickTable>): EdgeVerdict {
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
function listThresholds(route: Route): number[] {
  const numbers = new Set<number>();
  for (const words of listWords(route)) {
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
    const period = table.stores.get(counter.replace(/\[.*/, '')) ?? table.expireMilliseconds;
    const requestsPerMinute = period === null ? 0 : Math.round((burst * 60_000_000) / period) / 1000;
    if (best === null || requestsPerMinute > best.requestsPerMinute)
      best = { key: expression, bucket: key, requestsPerMinute };
  }
  return best;
}

function createStream(request: EdgeRequest, tables: ReadonlyMap<string, StickTable>): HaproxyStream {
  const peer = readAddress(request.clientAddress);
  const headers = new Map<string, string | null>();
  for (const [name, value] of Object.entries(request.headers)) headers.set(name.toLowerCase(), value);
  // A dual-stack socket hands IPv4 clients over as IPv4: measured, they keep their own buckets.
  const source: HaproxySample =
    peer === null ? { type: 'unknown' } : { type: 'address', bytes: unmapAddress(peer) ?? peer };
  const { method, rawPath: target } = request;
  return {
    method,
    target,
    headers,
    source,
    variables: new Map(),
    tracked: new Map(),
    tables,
    ownTable: '',
    counted: [],
    raised: [],
  };
}

/** Undefined when the section serves the request itself (listen) or has no backend; null when it cannot be told. */
function chooseBackend(
  { frontend, frontendRules, defaults, sections, expressed }: Route,
  stream: HaproxyStream,
): HaproxySection | null | undefined {
  const find = (name: string) =>
    sections.find((one) => (one.type === 'backend' || one.type === 'listen') && one.words[0]?.text === name);
  for (const line of frontend.lines) {
    if (line.kind !== 'words' || line.words[0]?.text !== 'use_backend') continue;
    const words = line.words.map((word) => word.text);
    const truth = holdsHaproxyCondition(words.slice(2), frontendRules.acls, stream);
    if (truth === null) return null;
    if (truth) return find(words[1] ?? '') ?? expressed;
  }
  const [name] = readSetting(frontend, defaults, 'default_backend');
  return name === undefined ? undefined : (find(name) ?? (isExpression(name) ? expressed : undefined));
}

function findDefaults(section: HaproxySection, sections: readonly HaproxySection[]): HaproxySection | undefined {
  const words = section.words.map((word) => word.text);
  const named = words[words.indexOf('from') + 1 || words.length];
  const earlier = sections.slice(0, sections.indexOf(section)).filter((one) => one.type === 'defaults');
  return named === undefined ? earlier.at(-1) : earlier.find((one) => one.words[0]?.text === named);
}

function readSetting(
  section: HaproxySection,
  defaults: HaproxySection | undefined,
  keyword: string,
): readonly string[] {
  for (const one of [section, defaults]) {
    const lines = one?.lines.filter((line) => line.kind === 'words' && line.words[0]?.text === keyword) ?? [];
    const last = lines[lines.length - 1];
    if (last?.kind === 'words') return last.words.slice(1).map((word) => word.text);
  }
  return [];
}

function listWords({ frontend, defaults, sections }: Route): readonly (readonly string[])[] {
  const backends = sections.filter((section) => section.type === 'backend');
  const lines = [frontend, ...(defaults === undefined ? [] : [defaults]), ...backends].flatMap(
    (section) => section.lines,
  );
  return lines.flatMap((line) => (line.kind === 'words' ? [line.words.map((word) => word.text)] : []));
}
