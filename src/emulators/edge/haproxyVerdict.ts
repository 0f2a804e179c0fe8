// What HAProxy does with a repeated request: the rules are played, at one instant, until one refuses or nothing changes.
import type { HaproxyConfiguration, HaproxySection } from '../../documents/haproxy/types';
import { readAddress, unmapAddress } from '../../documents/nftables/networks';
import { holdsHaproxyCondition } from './haproxyCondition';
import { type HaproxyRules, readHaproxyRules, runHaproxyRules } from './haproxyRules';
import type { HaproxyStream } from './haproxySample';
import { createStickTables, type StickTable } from './haproxyTables';
import type { EdgeRequest, EdgeVerdict } from './types';
import { chooseWorstVerdict } from './worst';

/** More creations at once than this are not a limit. */
const maxPlayedRequests = 2000;

interface Route {
  readonly frontend: HaproxySection;
  readonly frontendRules: HaproxyRules;
  readonly defaults: HaproxySection | undefined;
  readonly sections: readonly HaproxySection[];
}

/**
 * Judges every frontend that leads to Glance (binds 9292, or names glance), else every frontend; the weakest verdict counts.
 * Each header that a rule looks at is also tried absent, changing, and with the values the file compares it with.
 */
export function judgeHaproxy(configuration: HaproxyConfiguration, request: EdgeRequest): EdgeVerdict {
  const broken = configuration.faults.find((fault) => fault.effect === 'refuses-to-load');
  if (broken) return { limited: false, because: `HAProxy refuses the configuration: ${broken.message}`, at: broken.at };
  const { sections } = configuration;
  const conditional = sections
    .flatMap((section) => section.lines)
    .find((line) => line.kind === 'words' && /^\.(?:if|elif|else)$/.test(line.words[0]?.text ?? ''));
  if (conditional) return { limited: 'cannot-say', because: 'the file has conditional blocks', at: conditional.at };
  const frontends = sections.filter((section) => section.type === 'frontend' || section.type === 'listen');
  const toGlance = frontends.filter((section) => leadsToGlance(section, sections));
  return chooseWorstVerdict(
    (toGlance.length > 0 ? toGlance : frontends).map((one) => judgeFrontend(one, sections, request)),
  );
}

function judgeFrontend(
  frontend: HaproxySection,
  sections: readonly HaproxySection[],
  request: EdgeRequest,
): EdgeVerdict {
  const defaults = findDefaults(frontend, sections);
  if (readSetting(frontend, defaults, 'mode')[0] !== 'http') {
    return { limited: false, because: 'in mode tcp HAProxy does not read requests', at: frontend.at };
  }
  const route: Route = { frontend, frontendRules: readHaproxyRules(frontend, defaults), defaults, sections };
  const given = playRequests(route, () => request);
  if (given.limited !== true) return given;
  for (const name of listFreeHeaders(route, request)) {
    const values = ['198.18.0.1', ...listLiterals(route, name)];
    const variants: ((i: number) => string | undefined)[] = [
      () => undefined,
      (i) => `198.18.${(i >> 8) % 256}.${i % 256}`,
      ...values.map((value) => () => value),
    ];
    for (const variant of variants) {
      const played = playRequests(route, (i) => ({
        ...request,
        headers: replaceHeader(request.headers, name, variant(i)),
      }));
      if (played.limited === 'refused' || (played.limited === true && played.burst <= given.burst)) continue;
      if (played.limited === 'cannot-say') return played;
      return { limited: false, because: `the client escapes with the header ${name}`, at: given.at };
    }
  }
  return given;
}

/** Plays the same request again and again, without time passing. */
function playRequests(route: Route, vary: (i: number) => EdgeRequest): EdgeVerdict {
  const tables = createStickTables(route.sections);
  const backends = new Map<string, HaproxyRules>();
  for (let i = 0; i < maxPlayedRequests; i++) {
    const stream = createStream(vary(i), tables);
    if (stream === null) return { limited: 'cannot-say', because: 'the client address is none', at: null };
    let outcome = runHaproxyRules(route.frontendRules, stream);
    if (outcome.kind === 'passes') {
      const backend = chooseBackend(route, stream);
      if (backend === null)
        return { limited: 'cannot-say', because: 'the backend cannot be told', at: route.frontend.at };
      if (backend !== undefined) {
        const name = backend.words[0]?.text ?? '';
        const rules = backends.get(name) ?? readHaproxyRules(backend, findDefaults(backend, route.sections));
        backends.set(name, rules);
        outcome = runHaproxyRules(rules, stream);
      }
    }
    if (outcome.kind === 'cannot-say') return { limited: 'cannot-say', because: outcome.because, at: outcome.at };
    if (outcome.kind === 'refuses') {
      const { status, retryAfter, at } = outcome;
      if (i === 0) return { limited: 'refused', status, because: 'refused by a rule, always', at };
      const rate = describeRate(stream, i);
      if (rate === null) return { limited: 'cannot-say', because: 'no counter decides the refusal', at };
      return { limited: true, ...rate, burst: i, status, retryAfter, isDelayed: false, at };
    }
    if (!stream.isCounted) {
      return { limited: false, because: 'no counter moves with this request', at: route.frontend.at };
    }
  }
  return { limited: false, because: `${maxPlayedRequests} requests at once pass`, at: route.frontend.at };
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

function createStream(request: EdgeRequest, tables: ReadonlyMap<string, StickTable>): HaproxyStream | null {
  const peer = readAddress(request.clientAddress);
  if (peer === null) return null;
  const headers = new Map<string, string | null>();
  for (const [name, value] of Object.entries(request.headers)) headers.set(name.toLowerCase(), value);
  // A dual-stack socket hands IPv4 clients over as IPv4: measured, they keep their own buckets.
  const source = { type: 'address', bytes: unmapAddress(peer) ?? peer } as const;
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
    isCounted: false,
  };
}

/** Undefined when the section serves the request itself (listen) or has no backend; null when it cannot be told. */
function chooseBackend(
  { frontend, frontendRules, defaults, sections }: Route,
  stream: HaproxyStream,
): HaproxySection | null | undefined {
  const find = (name: string) =>
    sections.find((one) => (one.type === 'backend' || one.type === 'listen') && one.words[0]?.text === name);
  for (const line of frontend.lines) {
    if (line.kind !== 'words' || line.words[0]?.text !== 'use_backend') continue;
    const words = line.words.map((word) => word.text);
    const truth = holdsHaproxyCondition(words.slice(2), frontendRules.acls, stream);
    if (truth === null) return null;
    if (truth) return find(words[1] ?? '') ?? null;
  }
  const [name] = readSetting(frontend, defaults, 'default_backend');
  return name === undefined ? undefined : find(name);
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

function leadsToGlance(frontend: HaproxySection, sections: readonly HaproxySection[]): boolean {
  const isGlance = (text: string): boolean => /glance|image[_-]?api|:929[23]$/i.test(text);
  const backends = frontend.lines.flatMap((line) =>
    line.kind === 'words' && /^(?:use_backend|default_backend)$/.test(line.words[0]?.text ?? '')
      ? [line.words[1]?.text ?? '']
      : [],
  );
  const reached = [
    frontend,
    ...sections.filter((one) => one.type === 'backend' && backends.includes(one.words[0]?.text ?? '')),
  ];
  return reached.some(
    (section) =>
      isGlance(section.words[0]?.text ?? '') ||
      section.lines.some(
        (line) =>
          line.kind === 'words' &&
          /^(?:bind|server)$/.test(line.words[0]?.text ?? '') &&
          line.words.some((word) => isGlance(word.text)),
      ),
  );
}

function listWords({ frontend, defaults, sections }: Route): readonly (readonly string[])[] {
  const backends = sections.filter((section) => section.type === 'backend');
  const lines = [frontend, ...(defaults === undefined ? [] : [defaults]), ...backends].flatMap(
    (section) => section.lines,
  );
  return lines.flatMap((line) => (line.kind === 'words' ? [line.words.map((word) => word.text)] : []));
}

/** Headers that rules look at, except the media type where the request creates nothing without it. */
function listFreeHeaders(route: Route, request: EdgeRequest): string[] {
  const names = new Set<string>();
  for (const words of listWords(route)) {
    for (const found of words.join(' ').matchAll(/hdr(?:_\w+)?\(([^,()]+)/g)) names.add((found[1] ?? '').toLowerCase());
  }
  if (/^\/+images/.test(request.rawPath)) names.delete('accept');
  return [...names];
}

/** Values the file compares the header with: an exemption by a secret header is there to be read. */
function listLiterals(route: Route, header: string): string[] {
  const literals: string[] = [];
  for (const words of listWords(route)) {
    const start = words.findIndex((word) => word.toLowerCase().includes(`(${header}`));
    if (start >= 0)
      literals.push(...words.slice(start + 1).filter((word) => !/^(?:-|\{|\}|if$|unless$|table$)/.test(word)));
  }
  return [...new Set(literals)].slice(0, 50);
}

function replaceHeader(
  headers: EdgeRequest['headers'],
  name: string,
  value: string | undefined,
): Record<string, string> {
  const kept = Object.entries(headers).filter(([one]) => one.toLowerCase() !== name);
  return Object.fromEntries(value === undefined ? kept : [...kept, [name, value]]);
}
