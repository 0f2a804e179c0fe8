// What nginx does with a repeated request: which server and location it meets, and whether a limit holds there.

import { readAddress } from '../../documents/nftables/networks';
import type { NginxConfiguration, NginxDirective } from '../../documents/nginx/types';
import { judgeNginxLimits } from './nginx-limit';
import { spellMounted } from './nginx-mounts';
import { runRewrites } from './nginx-rewrite';
import {
  findLocations,
  findMisplacedLimit,
  findMissingInclude,
  isForwarding,
  listDirectives,
  type NginxLevel,
} from './nginx-scopes';
import { parseNginxUri } from './nginx-uri';
import { type NginxDefinitions, NginxEvaluation } from './nginx-variables';
import type { EdgeRequest, EdgeVerdict } from './types';
import { chooseWorstVerdict } from './worst';

/**
 * Judges every server that leads to Glance (listens on 9292, or names glance or port 9292/9293), else every server that
 * forwards; the weakest verdict counts. Without such a server the http level itself is judged, as a server that sets nothing.
 */
export function judgeNginx(configuration: NginxConfiguration, request: EdgeRequest): EdgeVerdict {
  const broken = configuration.faults.find((fault) => fault.effect === 'refuses-to-load');
  if (broken) return { limited: false, because: `nginx refuses the configuration: ${broken.message}`, at: broken.at };
  const misplaced = findMisplacedLimit(configuration.statements);
  if (misplaced) {
    return { limited: false, because: 'nginx refuses limit_req inside if and limit_except', at: misplaced.at };
  }
  const http = listDirectives(configuration.statements, 'http').flatMap((block) => block.block ?? []);
  const servers = listDirectives(http, 'server');
  const toGlance = servers.filter((server) => leadsToGlance(server, http));
  const candidates = toGlance.length > 0 ? toGlance : servers.filter((server) => holdsForwarding(server.block ?? []));
  const levels = candidates.length > 0 ? candidates.map((server) => server.block ?? []) : [[]];
  return chooseWorstVerdict(
    levels.flatMap((server) =>
      [request.rawPath, ...spellMounted(server, request.rawPath, (location) => leadsToGlance(location, http))].map(
        (rawPath) => judgeServer(http, server, { ...request, rawPath }, candidates.length === 0),
      ),
    ),
  );
}

function judgeServer(http: NginxLevel, server: NginxLevel, request: EdgeRequest, isAssumed: boolean): EdgeVerdict {
  const merges =
    (listDirectives(server, 'merge_slashes')[0] ?? listDirectives(http, 'merge_slashes')[0])?.args[0] !== 'off';
  const uri = parseNginxUri(request.rawPath, merges);
  const peer = readAddress(request.clientAddress);
  const here = server[0]?.at ?? http[0]?.at ?? null;
  if (peer === null) return { limited: 'cannot-say', because: 'the client address is none', at: null };
  if (uri === null) {
    return here === null
      ? { limited: false, because: 'there is no configuration', at: null }
      : { limited: 'refused', status: 400, because: 'nginx cannot parse the request target', at: here };
  }
  const definitions = defineVariables(http);
  const headers = new Map(
    Object.entries(request.headers).map(([name, value]) => [name.toLowerCase().replaceAll('-', '_'), value]),
  );
  const facts = { method: request.method, uri, headers, clientBytes: peer, peerBytes: peer };
  const chain: NginxLevel[] = [http, server];
  const evaluation = new NginxEvaluation(facts, definitions);

  const locations = findLocations(server, uri.uri);
  if (locations === null) return { limited: 'cannot-say', because: 'a location cannot be matched', at: here };
  let handler: NginxLevel = server;
  for (const level of [server, locations[locations.length - 1]?.block ?? null]) {
    if (level === null) continue;
    const outcome = runRewrites(level, evaluation, uri.uri);
    if (outcome.kind === 'returns') {
      const because = `answered with ${outcome.status} before any limit or service`;
      return { limited: 'refused', status: outcome.status, because, at: outcome.by.at };
    }
    if (outcome.kind === 'cannot-say') {
      return { limited: 'cannot-say', because: `${outcome.by.name} may change the request`, at: outcome.by.at };
    }
    if (level !== server) {
      chain.push(...locations.map((location) => location.block ?? []), ...outcome.levels);
      handler = [...level, ...outcome.levels.flat()];
    }
  }
  const missing = findMissingInclude(chain);
  if (missing) return { limited: 'cannot-say', because: 'an included file is not in the tree', at: missing.at };
  const at = locations[locations.length - 1]?.at ?? here;
  if (!isAssumed && !isForwarding(handler) && at !== null) {
    return { limited: 'refused', status: null, because: 'the location forwards nothing', at };
  }
  return judgeNginxLimits({ chain, server, facts, peer, request, definitions, merges });
}

function defineVariables(http: NginxLevel): NginxDefinitions {
  const byName = (name: string): Map<string, NginxDirective> =>
    new Map(listDirectives(http, name).map((one) => [(one.args[one.args.length - 1] ?? '').replace(/^\$/, ''), one]));
  return { maps: byName('map'), geos: byName('geo') };
}

function holdsForwarding(level: NginxLevel): boolean {
  return (
    isForwarding(level) ||
    level.some((one) => one.kind === 'directive' && one.block !== null && holdsForwarding(one.block))
  );
}

/** True when a server listens on 9292, or names Glance or its ports, itself or through an upstream. */
export function hasGlanceServer(configuration: NginxConfiguration): boolean {
  const http = listDirectives(configuration.statements, 'http').flatMap((block) => block.block ?? []);
  return listDirectives(http, 'server').some((server) => leadsToGlance(server, http));
}

function leadsToGlance(server: NginxDirective, http: NginxLevel): boolean {
  const words: string[] = [];
  const collect = (level: NginxLevel): void => {
    for (const one of level) {
      if (one.kind !== 'directive') continue;
      if (/^(listen|server_name|server|[a-z]+_pass)$/.test(one.name)) words.push(...one.args);
      if (/^[a-z]+_pass$/.test(one.name)) {
        const name = (one.args[0] ?? '').replace(/^\w+:\/\//, '').split('/', 1)[0];
        const upstream = listDirectives(http, 'upstream').find((block) => block.args[0] === name);
        if (upstream?.block) collect(upstream.block);
      }
      if (one.block !== null) collect(one.block);
    }
  };
  collect(server.block ?? []);
  return words.some((word) => /glance|(?:^|:)929[23](?:\/|$)/i.test(word));
}
