// One request on its way through HAProxy: the rules of a frontend, the backend it is sent to, and the rules there.
import type { HaproxyLine, HaproxySection } from '../../documents/haproxy/types';
import { readAddress, unmapAddress } from '../../documents/nftables/networks';
import { holdsHaproxyCondition } from './haproxy-condition';
import { findDefaults, isExpression, isGlanceBackend, listBackends } from './haproxy-glance';
import { type HaproxyOutcome, type HaproxyRules, readHaproxyRules, runHaproxyRules } from './haproxy-rules';
import type { HaproxyStream } from './haproxy-sample';
import type { HaproxySample, StickTable } from './haproxy-tables';
import type { EdgeRequest } from './types';

/** A frontend with what its requests may meet. */
export interface HaproxyRoute {
  readonly frontend: HaproxySection;
  readonly frontendRules: HaproxyRules;
  readonly defaults: HaproxySection | undefined;
  readonly sections: readonly HaproxySection[];
  /** The backend that a name with an expression in it stands for. */
  readonly expressed: HaproxySection | null;
  /** False in mode tcp: no rule of HTTP runs. */
  readonly isHttp: boolean;
  /** The lines of the frontend, its defaults and every backend of Glance that it may choose, cut into words. */
  readonly words: readonly (readonly string[])[];
}

/** `expressed`: what a backend that an expression names is taken for. */
export function openRoute(
  frontend: HaproxySection,
  sections: readonly HaproxySection[],
  expressed: HaproxySection | null,
): HaproxyRoute {
  const defaults = findDefaults(frontend, sections);
  const named = listBackends(frontend, sections).filter((one) => isGlanceBackend(one, frontend, sections));
  const lines = [...new Set([frontend, defaults, ...named, expressed])].flatMap((section) => section?.lines ?? []);
  return {
    ...{ frontend, defaults, sections, expressed },
    frontendRules: readHaproxyRules(frontend, defaults),
    isHttp: readSetting(frontend, defaults, 'mode')[0] === 'http',
    words: lines.flatMap((line) => (line.kind === 'words' ? [line.words.map((word) => word.text)] : [])),
  };
}

/** True when a request that was sent to this backend is one for Glance. */
export function leadsOn({ frontend, sections }: HaproxyRoute, backend: Played['backend']): boolean {
  return backend === null || isGlanceBackend(backend ?? frontend, frontend, sections);
}

/** `backend` null: not told, or not asked for; undefined: the section serves the request itself. */
export type Played = HaproxyOutcome & {
  readonly stream: HaproxyStream;
  readonly backend: HaproxySection | null | undefined;
};

/** One request through the rules of the frontend and of the backend it is sent to. */
export function playRequest(
  route: HaproxyRoute,
  request: EdgeRequest,
  tables: ReadonlyMap<string, StickTable>,
): Played {
  const at = route.frontend.at;
  const stream = createStream(request, tables);
  if (stream.source.type === 'unknown')
    return { kind: 'cannot-say', because: 'the client address is none', at, stream, backend: null };
  const outcome = runHaproxyRules(route.frontendRules, stream);
  if (outcome.kind !== 'passes') return { ...outcome, stream, backend: null };
  const backend = chooseBackend(route, stream);
  if (backend === null) return { kind: 'cannot-say', because: 'the backend cannot be told', at, stream, backend };
  const serving = backend ?? route.frontend;
  const defaults = findDefaults(serving, route.sections);
  const played = backend === undefined ? outcome : runHaproxyRules(readHaproxyRules(serving, defaults), stream);
  if (played.kind !== 'passes' || [serving, defaults].some((one) => one?.lines.some(isServer)))
    return { ...played, stream, backend };
  return { kind: 'cannot-say', because: 'no server is written here, and one may be added later', at, stream, backend };
}

function isServer(line: HaproxyLine): boolean {
  const text = line.kind === 'words' ? line.words.map((word) => word.text).join(' ') : '';
  return /^(?:server(?:-template)?|dispatch|(?:option )?transparent)(?: |$)/.test(text);
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
    rewritten: [],
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
  { frontend, frontendRules, defaults, sections, expressed }: HaproxyRoute,
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
