// What the proxies of a tree do with requests that are repeated without end. Judged once for trees that share their edge.
import type { HaproxyConfiguration } from '../../documents/haproxy/types';
import type { NginxConfiguration } from '../../documents/nginx/types';
import type { Source } from '../../documents/types';
import { hasGlanceFrontend } from '../../emulators/edge/haproxy-glance';
import { type EdgeWeakness, judgeImageCreateLimit } from '../../emulators/edge/judge';
import { hasGlanceServer } from '../../emulators/edge/nginx-glance';
import type { EdgeVerdict } from '../../emulators/edge/types';
import { edgeVerdict } from '../../emulators/edge/verdict';
import { chooseWorstVerdict } from '../../emulators/edge/worst';
import { printable } from '../../problems';
import type { Cloud } from '../cloud/cloud';
import { type Edge, openEdge } from '../cloud/edge';
import { findApacheProxy, readServerPaths } from '../cloud/server-paths';
import type { Defence } from '../types';

/** Real Glance on two processors took 13 creations a second at its slowest (measured on zed): a limit above that refuses nothing. */
const floodRequestsPerMinute = 780;

/** A request to repeat. */
export interface FloodRequest {
  readonly method: string;
  readonly rawPath: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** `all`: sent as it stands; absent: the attacker also changes every header that a limit looks at. */
  readonly fixedHeaders?: 'all';
}

/** What becomes of the requests. */
export type EdgeAnswer =
  /** No file of nginx or HAProxy is in the tree. */
  | { readonly kind: 'no-edge' }
  /** Every way to Glance that the tree shows limits every one of the requests. */
  | { readonly kind: 'limited'; readonly defences: readonly Defence[] }
  /** Every way lets them through; `freeHeader` when a limit is there that the client chooses its bucket of. */
  | { readonly kind: 'open'; readonly because: string; readonly at: Source | null; readonly freeHeader: string | null }
  /** The files do not tell. */
  | { readonly kind: 'cannot-say'; readonly because: string };

interface Door {
  readonly name: 'nginx' | 'HAProxy';
  readonly configuration: NginxConfiguration | HaproxyConfiguration;
  readonly isGlance: boolean;
}

/** A fault of a limit that is in force, and the line that limits. */
export interface FoundWeakness {
  readonly program: string;
  readonly weakness: EdgeWeakness;
  readonly at: Source;
  /** What the limit admits. */
  readonly requestsPerMinute: number;
}

interface JudgedEdge {
  readonly doors: readonly Door[];
  weaknesses: readonly FoundWeakness[] | undefined;
  readonly answers: Map<string, EdgeAnswer>;
}

/** Addresses for documentation: no real file exempts or trusts them by accident. */
const clients = ['198.51.100.7', '2001:db8:0:1::7'] as const;

const judgedEdges = new WeakMap<Edge, JudgedEdge>();

/** Repeats requests against every proxy of the tree. All of them must be limited; one that is not is a way in. */
export function floodEdge(cloud: Cloud, requests: readonly FloodRequest[]): EdgeAnswer {
  const edge = openJudgedEdge(cloud);
  const { prefixes, unclear } = readServerPaths(cloud);
  const paths = requests.filter(({ rawPath }) => rawPath.startsWith('/'));
  const below = prefixes.flatMap((prefix) => paths.map((one) => ({ ...one, rawPath: prefix + one.rawPath })));
  const all = [...requests, ...below];
  const key = JSON.stringify(all);
  let answer = edge.answers.get(key);
  if (answer === undefined) {
    answer = judgeDoors(edge.doors, all);
    edge.answers.set(key, answer);
  }
  const past = findApacheProxy(cloud);
  if (answer.kind === 'limited' && past !== null) {
    return { kind: 'cannot-say', because: `${past.file}:${past.line}: Apache may hand requests on past the limit` };
  }
  if (answer.kind === 'limited' && unclear !== null) {
    const because = `${unclear.file}:${unclear.line}: the server may rewrite paths behind the limit`;
    return { kind: 'cannot-say', because };
  }
  const unread = cloud.versions.unreadFiles?.find((file) => proxyFiles.test(file));
  if (answer.kind === 'cannot-say' || unread === undefined) return answer;
  const holds = answer.kind === 'limited' ? 'another way to Glance' : 'a limit';
  return { kind: 'cannot-say', because: `${printable(unread, 120)} cannot be read, and may hold ${holds}` };
}

/** What nginx and HAProxy read in Debian; modules hold no server. */
const proxyFiles =
  /^(?:nginx(?:$|\/(?!modules|sites-available(?:\/|$)))|haproxy(?:$|\/(?:haproxy\.cfg$|conf\.d(?:\/|$))))/;

/** Faults of limits that hold for every spelling; what a spelling walks around is told by attacks. */
export function listEdgeWeaknesses(cloud: Cloud): readonly FoundWeakness[] {
  const edge = openJudgedEdge(cloud);
  edge.weaknesses ??= edge.doors.flatMap(({ name, configuration }) => {
    const { worst, evading, weaknesses } = judgeImageCreateLimit(configuration, { collapses: false });
    if (worst.limited !== true || evading.length > 0) return [];
    const { at, requestsPerMinute } = worst;
    return weaknesses.map((weakness) => ({ program: name, weakness, at, requestsPerMinute }));
  });
  return edge.weaknesses;
}

function judgeDoors(doors: readonly Door[], requests: readonly FloodRequest[]): EdgeAnswer {
  if (doors.length === 0) return { kind: 'no-edge' };
  const judged = doors.map((door) => ({ door, verdict: judgeDoor(door, requests) }));
  const isLimited = ({ verdict }: { verdict: EdgeVerdict }) =>
    verdict.limited === 'refused' ||
    (verdict.limited === true && verdict.burst + verdict.requestsPerMinute * 60 < floodRequestsPerMinute * 60);
  // A drop-in without a server of its own does not speak for a proxy that names Glance.
  const facing = judged.some(({ door }) => door.isGlance) ? judged.filter(({ door }) => door.isGlance) : judged;
  if (facing.every(isLimited)) {
    return { kind: 'limited', defences: judged.filter(isLimited).map(({ door, verdict }) => describe(door, verdict)) };
  }
  const open = facing.filter((one) => !isLimited(one));
  const unknown = open.find(({ verdict }) => verdict.limited === 'cannot-say');
  if (unknown) return { kind: 'cannot-say', because: `${unknown.door.name}: ${explain(unknown.verdict)}` };
  const [first] = open;
  if (first === undefined || judged.some(isLimited)) {
    const named = open.map(({ door }) => door.name).join(' and ');
    const because = `one proxy limits these requests and ${named} does not: whether a request meets both is in no file`;
    return { kind: 'cannot-say', because };
  }
  const freeHeader = first.verdict.limited === false ? (first.verdict.freeHeader ?? null) : null;
  const because = `${first.door.name}: ${explain(first.verdict)}`;
  return { kind: 'open', because, at: first.verdict.at, freeHeader };
}

function judgeDoor({ configuration }: Door, requests: readonly FloodRequest[]): EdgeVerdict {
  return chooseWorstVerdict(
    requests.flatMap(({ headers = {}, ...request }) =>
      clients.map((clientAddress) => edgeVerdict(configuration, { ...request, headers, clientAddress })),
    ),
  );
}

function explain(verdict: EdgeVerdict): string {
  if (verdict.limited === true)
    return `admits ${verdict.burst} at once and ${verdict.requestsPerMinute} a minute, as many as Glance takes anyway`;
  return verdict.because;
}

function describe(door: Door, verdict: EdgeVerdict): Defence {
  const because =
    verdict.limited === true
      ? `${door.name} admits ${verdict.burst} at once and ${verdict.requestsPerMinute} a minute for each client`
      : `${door.name} refuses these requests`;
  return { layer: 'edge-limit', at: verdict.at, because };
}

function openJudgedEdge(cloud: Cloud): JudgedEdge {
  const edge = openEdge(cloud);
  const judged = judgedEdges.get(edge) ?? { doors: listDoors(edge), weaknesses: undefined, answers: new Map() };
  judgedEdges.set(edge, judged);
  return judged;
}

function listDoors({ nginx, haproxy }: Edge): Door[] {
  const doors: Door[] = [];
  if (nginx !== null) doors.push({ name: 'nginx', configuration: nginx, isGlance: hasGlanceServer(nginx) });
  // Tables alone receive nothing: where no frontend is in the tree, HAProxy is no way to Glance.
  if (haproxy?.sections.some(({ type }) => type === 'frontend' || type === 'listen')) {
    doors.push({ name: 'HAProxy', configuration: haproxy, isGlance: hasGlanceFrontend(haproxy) });
  }
  return doors;
}
