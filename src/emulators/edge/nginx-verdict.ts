// What nginx does with a repeated request: which server and location it meets, and whether a limit holds there.

import { readAddress } from '../../documents/nftables/networks';
import type { NginxConfiguration, NginxDirective } from '../../documents/nginx/types';
import type { Source } from '../../documents/types';
import { judgeNginxAccess } from './nginx-access';
import { listNginxChanges } from './nginx-changes';
import { findNginxClient } from './nginx-client';
import { readHttpLevel, readNginxServices } from './nginx-glance';
import { findNginxFaults } from './nginx-grammar';
import { judgeNginxLimits } from './nginx-limit';
import type { NginxLimitPlace, NginxWalk } from './nginx-limit-place';
import { spellClientPaths } from './nginx-mounts';
import { type NginxRoute, routeNginx } from './nginx-route';
import { findMissingInclude, isForwarding, isSwitchedOn, listDirectives, type NginxLevel } from './nginx-scopes';
import { parseNginxUri } from './nginx-uri';
import { defineVariables, type NginxDefinitions, NginxEvaluation } from './nginx-variables';
import type { EdgeRequest, EdgeVerdict } from './types';
import { findArrival, type JudgedWay, joinWays } from './ways';
import { chooseWorstVerdict } from './worst';

/**
 * Judges every server that leads to Glance (listens on 9292, names glance or port 9292/9293, or hands on to an address that one of
 * those does), else every server that forwards; the weakest verdict counts. Without such a server the http level itself is judged, as a server that sets nothing.
 */
export function judgeNginx(configuration: NginxConfiguration, request: EdgeRequest): EdgeVerdict {
  const broken = configuration.faults.find((fault) => fault.effect === 'refuses-to-load');
  if (broken) return { limited: false, because: `nginx refuses the configuration: ${broken.message}`, at: broken.at };
  const { refused, unknown } = findNginxFaults(configuration.statements);
  if (refused) return { limited: false, because: `nginx refuses this ${refused.name} here`, at: refused.at };
  const http = readHttpLevel(configuration);
  const services = readNginxServices(configuration);
  if (services.stream) {
    return { limited: false, because: 'in a stream server nginx does not read requests', at: services.stream.at };
  }
  const { toGlance } = services;
  const others = listDirectives(http, 'server').filter((server) => holdsForwarding(server.block ?? []));
  const candidates = toGlance.length > 0 ? toGlance : others;
  const levels = candidates.length > 0 ? candidates.map((server) => server.block ?? []) : [[]];
  const definitions = defineVariables(http);
  const verdict = chooseWorstVerdict(
    levels.map((server) => {
      const isGlance = (pass: NginxDirective) => candidates !== toGlance || services.isGlance(server, pass);
      const entrance = { http, server, definitions, isGlance, isAssumed: candidates.length === 0 };
      return chooseWorstVerdict(
        listMerging(http, server).map((merges) => judgeServer({ ...entrance, merges }, request)),
      );
    }),
  );
  if (unknown === undefined || verdict.limited === false) return verdict;
  return { limited: 'cannot-say', because: `nginx may not know ${unknown.what}`, at: unknown.at };
}

/** Whether slashes are merged: nginx asks the server that is the default of the address. */
function listMerging(http: NginxLevel, server: NginxLevel): boolean[] {
  const others = listDirectives(http, 'server').map((one) => one.block ?? []);
  if ([http, ...others].every((one) => listDirectives(one, 'merge_slashes').length === 0)) return [true];
  const defaults = listAddresses(server).map(({ address }) => {
    const listening = others.filter((one) => listAddresses(one).some((other) => other.address === address));
    const named = listening.find((one) =>
      listAddresses(one).some((other) => other.address === address && other.isDefault),
    );
    return named ?? listening[0] ?? server;
  });
  return [...new Set(defaults.map((one) => isSwitchedOn([http, one], 'merge_slashes', true)))];
}

function listAddresses(server: NginxLevel): { address: string; isDefault: boolean }[] {
  const listens = listDirectives(server, 'listen').map(({ args }) => args);
  return (listens.length > 0 ? listens : [['80']]).map(([where = '', ...words]) => ({
    address: where.replace(/^(?:\*|0\.0\.0\.0):/, '').replace(/^([^:]*[a-z.][^:]*)$/, '$1:80'),
    isDefault: words.some((word) => /^default(?:_server)?$/.test(word)),
  }));
}

/** One server, as it stands between a client and Glance. */
interface Entrance {
  readonly http: NginxLevel;
  readonly server: NginxLevel;
  readonly definitions: NginxDefinitions;
  /** Whether a request that is handed on there gets to Glance; null: a variable names the service. */
  readonly isGlance: (pass: NginxDirective) => boolean | null;
  /** No server is in the tree: the http level is judged as one that forwards everything. */
  readonly isAssumed: boolean;
  /** Several slashes in a row are one. */
  readonly merges: boolean;
}

/**
 * The weakest verdict over every path that a client may write for the request to arrive at Glance as it stands: below the prefix
 * of a location, or as a rewrite takes it. One that arrives elsewhere is no way in.
 */
function judgeServer(entrance: Entrance, request: EdgeRequest): EdgeVerdict {
  const { server } = entrance;
  const { paths, unread } = spellClientPaths(server, request.rawPath, entrance.isGlance);
  const judged = paths.map((path) => judgePath(entrance, { ...request, rawPath: path }, request.rawPath));
  if (unread !== null) {
    const verdict = {
      limited: 'cannot-say' as const,
      because: 'what the rewrite takes in cannot be told',
      at: unread.at,
    };
    judged.push({ verdict, arrives: 'surely', service: '' });
  }
  const verdict = joinWays(judged);
  // A header, or a path that nobody thought of, may be what leads to Glance.
  if (verdict.limited !== 'refused' || verdict.because !== elsewhere) return verdict;
  return { limited: 'cannot-say', because: 'no request was found that gets to Glance', at: verdict.at };
}

const elsewhere = 'goes to another service';

function judgePath(entrance: Entrance, request: EdgeRequest, wanted: string, isChanged = false): JudgedWay {
  const { http, server, definitions, isAssumed, merges } = entrance;
  const here = server[0]?.at ?? http[0]?.at ?? null;
  const surely = (verdict: EdgeVerdict): JudgedWay => ({ verdict, arrives: 'surely', service: '' });
  const answered = (because: string, status: number | null, at: Source | null): JudgedWay =>
    at === null
      ? surely({ limited: false, because: 'there is no configuration', at: null })
      : { verdict: { limited: 'refused', status, because, at }, arrives: null, service: '' };
  const peer = readAddress(request.clientAddress);
  if (peer === null) return surely({ limited: 'cannot-say', because: 'the client address is none', at: null });
  const walk = (rawPath: string, headers: ReadonlyMap<string, string>): NginxWalk | null => {
    const uri = parseNginxUri(rawPath, merges);
    const client = findNginxClient([http, server], peer, headers).bytes;
    if (uri === null || client === null) return null;
    const facts = { method: request.method, uri, headers, clientBytes: client, peerBytes: peer };
    const evaluation = new NginxEvaluation(facts, definitions);
    return { route: routeNginx(http, server, evaluation), evaluation };
  };
  const headers = new Map(
    Object.entries(request.headers).map(([name, value]) => [name.toLowerCase().replaceAll('-', '_'), value]),
  );
  if (parseNginxUri(request.rawPath, merges) === null) {
    return answered('nginx cannot parse the request target', 400, here);
  }
  const walked = walk(request.rawPath, headers);
  if (walked === null) return surely({ limited: 'cannot-say', because: 'the client cannot be told', at: here });
  const { route } = walked;
  const at = (route.kind === 'forwards' ? route.pass : route.by)?.at ?? here;
  if (route.kind === 'answers') {
    const place = { server, definitions, request, headers };
    const wayIn = isChanged ? undefined : findWayIn(entrance, place, wanted, walk);
    if (wayIn) return wayIn;
    return answered(`answered with ${route.status} before any limit or service`, route.status, at);
  }
  if (route.kind === 'cannot-say') return surely({ limited: 'cannot-say', because: route.because, at });
  const missing = findMissingInclude(route.chain);
  if (missing) return surely({ limited: 'cannot-say', because: 'an included file is not in the tree', at: missing.at });
  if (route.kind === 'nowhere' && !isAssumed) return answered('the location forwards nothing', null, at);
  const arrives = route.kind === 'nowhere' ? 'surely' : describeArrival(route, request.rawPath, wanted);
  const service = route.kind === 'nowhere' ? '' : (route.pass.args[0] ?? '').split('/').slice(0, 3).join('/');
  const isGlance = route.kind === 'nowhere' ? true : entrance.isGlance(route.pass);
  if (arrives === null || isGlance === false) return answered(elsewhere, null, at);
  const mayArrive = (other: NginxRoute, rawPath: string): boolean => {
    if (other.kind !== 'forwards' || entrance.isGlance(other.pass) === false) return other.kind === 'nowhere';
    return describeArrival(other, rawPath, wanted + rawPath.slice(request.rawPath.length)) !== null;
  };
  const limit = judgeNginxLimits({ chain: route.chain, server, walk, mayArrive, headers, peer, request, definitions });
  const access =
    limit.limited === false && route.kind === 'forwards' ? judgeNginxAccess(route.chain, request.method) : null;
  const verdict = access ?? limit;
  if (isGlance || verdict.limited !== false) return { verdict, arrives, service };
  return surely({ limited: 'cannot-say', because: `a variable names the service: ${verdict.because}`, at: verdict.at });
}

/** The weakest way of a request that is answered as it stands, and handed on with a header or query of its own. */
function findWayIn(
  entrance: Entrance,
  place: Parameters<typeof listNginxChanges>[0],
  wanted: string,
  walk: NginxLimitPlace['walk'],
): JudgedWay | undefined {
  const ways: JudgedWay[] = [];
  const { request } = place;
  const { changes, unread } = listNginxChanges(place, '', null);
  for (const { header, rawPath, headers } of changes) {
    const kind = walk(rawPath, headers)?.route.kind;
    if (kind === 'answers' || kind === undefined || ways.length === maxWaysIn) continue;
    const own = Object.fromEntries([...headers].map(([name, value]) => [name.replaceAll('_', '-'), value]));
    const suffix = rawPath.slice(request.rawPath.length);
    const way = judgePath(entrance, { ...request, rawPath, headers: own }, wanted + suffix, true);
    const isPlain = header === 'host' && suffix === '';
    const verdict =
      way.verdict.limited === false && !isPlain ? { ...way.verdict, limited: 'cannot-say' as const } : way.verdict;
    if (way.arrives !== null) ways.push({ ...way, verdict });
  }
  const at = place.server[0]?.at ?? null;
  const because = `nothing was found that ${unread} matches`;
  if (unread !== null) ways.push({ verdict: { limited: 'cannot-say', because, at }, arrives: 'surely', service: '' });
  const worst = chooseWorstVerdict(ways.map(({ verdict }) => verdict));
  return ways.find(({ verdict }) => verdict === worst);
}

/** More of them are alike. */
const maxWaysIn = 4;

/** A path that nginx writes anew has its special characters encoded again. */
function describeArrival(
  { path, args, isAsWritten }: NginxRoute & { kind: 'forwards' },
  written: string,
  wanted: string,
): JudgedWay['arrives'] {
  if (path === null) return 'perhaps';
  if (isAsWritten) return findArrival(written, wanted);
  const encoded = path.replace(/[%?#\u0000-\u0020\u007f]/g, (c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return findArrival(args === '' ? encoded : `${encoded}?${args}`, wanted);
}

function holdsForwarding(level: NginxLevel): boolean {
  return (
    isForwarding(level) ||
    level.some((one) => one.kind === 'directive' && one.block !== null && holdsForwarding(one.block))
  );
}
