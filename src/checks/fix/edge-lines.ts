// Smallest edits of nginx and HAProxy files, offered where a line says one thing alone and its place is certain.
import { loadNginx } from '../../documents/nginx/load';
import type { NginxDirective } from '../../documents/nginx/types';
import type { FileTree, Source } from '../../documents/types';
import type { EdgeWeakness } from '../../emulators/edge/judge';
import { listDirectives, type NginxLevel } from '../../emulators/edge/nginx-scopes';
import type { Fix, LintFinding } from '../types';
import { countSecondsBetween, readLine, writeLine } from './edge-texts';

type Advice = Pick<LintFinding, 'fixes' | 'choice'>;

/** What a person has to decide where no single line mends it. */
const choices: Readonly<Record<EdgeWeakness, string>> = {
  'admits-a-flood': 'Lower the rate: a client network that creates a few images a minute is busy already.',
  'bucket-per-ipv6-address':
    'Key the limit by the first 64 bits of IPv6 addresses: in nginx a map of $binary_remote_addr, in HAProxy src,ipmask(32,64).',
  'bucket-per-spelling': 'Key the limit by the client alone, and choose the requests by the decoded path.',
  delays: 'Let the limit refuse at once: nodelay behind the burst.',
  'limits-other-requests': 'Let the limit count POST requests that create images only; others get an empty key.',
  'no-retry-after':
    'Let refusals, and nothing else, carry Retry-After with the seconds until the next request is admitted.',
  'shared-ipv4-bucket':
    'Take IPv4 clients of a dual-stack socket out of the /64 that they share: map ::ffff:0:0/96 to the whole address.',
  'status-not-429': 'Let refusals answer 429.',
};

/** The edit of the line that refuses, or the choice. `requestsPerMinute` of the limit, for Retry-After. */
export function mendWeakness(files: FileTree, weakness: EdgeWeakness, at: Source, requestsPerMinute: number): Advice {
  const isNginx = at.file.startsWith('nginx/');
  const fixes = isNginx
    ? mendNginx(files, weakness, at, requestsPerMinute)
    : mendHaproxy(files, weakness, at, requestsPerMinute);
  return fixes.length > 0 ? { fixes } : { fixes: [], choice: choices[weakness] };
}

function mendNginx(files: FileTree, weakness: EdgeWeakness, at: Source, requestsPerMinute: number): Fix[] {
  const line = readLine(files, at);
  const found = /^(\s*)limit_req\s[^;{}#'"]*;\s*(?:#.*)?$/.exec(line);
  const chain = findChain(loadNginx(files).statements, at);
  if (found === null || chain === null) return [];
  const indent = found[1] ?? '';
  const own = chain.at(-1) ?? [];
  switch (weakness) {
    case 'delays': {
      const bare = line.replace(/\s+delay=\d+/, '').replace(/;/, ' nodelay;');
      return [writeLine(at, 'limit_req', [bare])];
    }
    case 'status-not-429': {
      const [set] = listDirectives(own, 'limit_req_status');
      if (set === undefined) return [writeLine(at, 'limit_req_status', [line, `${indent}limit_req_status 429;`])];
      const text = readLine(files, set.at);
      const mended = text.replace(/^(\s*limit_req_status\s+)\d+(\s*;.*)$/, '$1429$2');
      return mended === text ? [] : [writeLine(set.at, 'limit_req_status', [mended])];
    }
    case 'no-retry-after':
      return addRetryAfter(files, at, chain, countSecondsBetween(requestsPerMinute));
    default:
      return [];
  }
}

/** A map beside the zone, which stands where maps may stand, and a header where no other header would be lost by it. */
function addRetryAfter(files: FileTree, at: Source, chain: readonly NginxLevel[], seconds: number): Fix[] {
  const own = chain.at(-1) ?? [];
  const inherits = chain.slice(0, -1).some((level) => listDirectives(level, 'add_header').length > 0);
  const isLossless = listDirectives(own, 'add_header').length > 0 || !inherits;
  const zones = [...(chain[0] ?? []), ...(chain[1] ?? [])].filter(
    (one): one is NginxDirective => one.kind === 'directive' && one.name === 'limit_req_zone',
  );
  const [zone] = zones;
  if (!isLossless || zone === undefined || [...files.values()].some((text) => text.includes('$retry_after_refusal')))
    return [];
  const [limitLine, zoneLine] = [readLine(files, at), readLine(files, zone.at)];
  const [indent, zoneIndent] = [limitLine, zoneLine].map((line) => /^\s*/.exec(line)?.[0] ?? '');
  if (!/^\s*limit_req_zone\s[^;{}]*;\s*(?:#.*)?$/.test(zoneLine)) return [];
  const header = writeLine(at, 'add_header', [
    limitLine,
    `${indent}add_header Retry-After $retry_after_refusal always;`,
  ]);
  const map = writeLine(zone.at, 'map', [
    `${zoneIndent}map "$limit_req_status:$status" $retry_after_refusal {`,
    `${zoneIndent}  default "";`,
    `${zoneIndent}  "REJECTED:429" ${seconds};`,
    `${zoneIndent}}`,
    zoneLine,
  ]);
  // From the last line up: the first edit must not move the line of the second.
  return zone.at.file === at.file && zone.at.line > at.line ? [map, header] : [header, map];
}

/** The levels around the statement that begins on a line, the outermost first; null when it is not there, or there twice. */
function findChain(level: NginxLevel, at: Source): NginxLevel[] | null {
  for (const one of level) {
    if (one.kind !== 'directive') continue;
    if (one.at.file === at.file && one.at.line === at.line && one.block === null) return [level];
    const inner = one.block === null ? null : findChain(one.block, at);
    if (inner !== null) return [level, ...inner];
  }
  return null;
}

function mendHaproxy(files: FileTree, weakness: EdgeWeakness, at: Source, requestsPerMinute: number): Fix[] {
  const line = readLine(files, at);
  const [, head, rest] = /^(\s*http-request\s+(?:deny|tarpit|return))((?:\s.*)?)$/.exec(line) ?? [];
  if (head === undefined || rest === undefined || /[\\"'$#]/.test(line)) return [];
  if (weakness === 'status-not-429') {
    const word = head.endsWith('return') ? 'status' : 'deny_status';
    const told = /(\s(?:deny_status|status)\s+)\d+/;
    const mended = told.test(rest) ? rest.replace(told, '$1429') : ` ${word} 429${rest}`;
    return [writeLine(at, 'http-request', [head + mended])];
  }
  if (weakness === 'no-retry-after') {
    const header = ` hdr Retry-After ${countSecondsBetween(requestsPerMinute)}`;
    const condition = /\s(?:if|unless)\s/.exec(rest);
    const index = condition?.index ?? rest.length;
    return [writeLine(at, 'http-request', [head + rest.slice(0, index) + header + rest.slice(index)])];
  }
  return [];
}
