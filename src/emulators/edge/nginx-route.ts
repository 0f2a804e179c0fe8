// The way of one request through an nginx server: rewrites, locations, and the path that a service behind it receives.
import type { NginxDirective } from '../../documents/nginx/types';
import { runRewrites } from './nginx-rewrite';
import {
  findLocations,
  findNamedLocation,
  inheritDirectives,
  listDirectives,
  type NginxLevel,
  readLocation,
} from './nginx-scopes';
import type { NginxUri } from './nginx-uri';
import type { NginxEvaluation } from './nginx-variables';

/** Where a request ends up. */
export type NginxRoute =
  | {
      readonly kind: 'forwards';
      /** http, server, locations, ifs: for directives that are inherited. */
      readonly chain: readonly NginxLevel[];
      /** The directive that hands it on. */
      readonly pass: NginxDirective;
      /** Path and arguments as the service gets them; `path` null when a variable in it is not modelled. */
      readonly path: string | null;
      readonly args: string;
      /** The path goes on as the client wrote it. */
      readonly isAsWritten: boolean;
    }
  | { readonly kind: 'answers'; readonly status: number | null; readonly by: NginxDirective | null }
  /** No location of the server hands it on. `chain` for a drop-in that is judged without a server. */
  | { readonly kind: 'nowhere'; readonly chain: readonly NginxLevel[]; readonly by: NginxDirective | null }
  | { readonly kind: 'cannot-say'; readonly because: string; readonly by: NginxDirective | null };

/** nginx ends such a loop with 500. */
const maxSearches = 10;

/** `evaluation` holds the request, and its path moves as nginx rewrites it. */
export function routeNginx(http: NginxLevel, server: NginxLevel, evaluation: NginxEvaluation): NginxRoute {
  const written = evaluation.uri;
  const first = runRewrites(server, evaluation);
  if (first.kind === 'returns') return { kind: 'answers', status: first.status, by: first.by };
  if (first.kind === 'cannot-say') return doubt(first.by);
  let staysAsMoved = first.path === 'stays';
  for (let searched = 0; searched <= maxSearches; searched++) {
    const slashed = findSlashed(server, evaluation.uri.uri);
    if (slashed) return { kind: 'answers', status: 301, by: slashed };
    const locations = findLocations(server, evaluation.uri.uri, evaluation);
    if (locations === null) return { kind: 'cannot-say', because: 'a location cannot be matched', by: null };
    const innermost = locations.at(-1);
    const level = innermost?.block ?? server;
    // Only a request that nginx itself sends on gets into such a location.
    if (evaluation.uri === written && innermost && listDirectives(level, 'internal').length > 0) {
      return { kind: 'answers', status: 404, by: innermost };
    }
    const outcome =
      innermost === undefined
        ? ({ kind: 'goes-on', levels: first.levels, path: 'same' } as const)
        : runRewrites(level, evaluation);
    if (outcome.kind === 'returns') return { kind: 'answers', status: outcome.status, by: outcome.by };
    if (outcome.kind === 'cannot-say') return doubt(outcome.by);
    if (outcome.path === 'searches') continue;
    staysAsMoved ||= outcome.path === 'stays';
    const chain = [http, server, ...locations.map((one) => one.block ?? []), ...outcome.levels];
    // What an `if` takes over from its location: the service, and no try_files.
    const kept =
      outcome.levels.length === 0 ? level : level.filter((one) => one.kind !== 'directive' || one.name !== 'try_files');
    const handler = [...kept, ...outcome.levels.flat()];
    return handOn({ chain, handler, server, innermost, staysAsMoved, written }, evaluation);
  }
  return { kind: 'answers', status: 500, by: null };
}

/** nginx redirects `/image` to a location `/image/` that hands on, where none is written without the slash. */
function findSlashed(server: NginxLevel, uri: string): NginxDirective | undefined {
  const written = listDirectives(server, 'location').filter(({ args }) => !readLocation(args).modifier.startsWith('~'));
  if (written.some(({ args }) => readLocation(args).path === uri)) return undefined;
  return written.find(
    ({ args, block }) =>
      readLocation(args).path === `${uri}/` &&
      block?.some((one) => one.kind === 'directive' && forwarding.test(one.name)),
  );
}

interface Arrival {
  readonly chain: readonly NginxLevel[];
  readonly handler: NginxLevel;
  readonly server: NginxLevel;
  readonly innermost: NginxDirective | undefined;
  /** `break` keeps the location and makes nginx forget the path of proxy_pass. */
  readonly staysAsMoved: boolean;
  readonly written: NginxUri;
}

/** Content may come from one of these; which of them wins is not read. */
const otherHandlers = /^(?:try_files|content_by_lua\w*|js_content|perl)$/;

const forwarding = /^(?:proxy|uwsgi|fastcgi|scgi|grpc)_pass$/;

function handOn(arrival: Arrival, evaluation: NginxEvaluation): NginxRoute {
  const { chain, handler, server, innermost } = arrival;
  const listed = handler.flatMap((one) => (one.kind === 'directive' ? [one] : []));
  const fallback = listed.find(({ name }) => name === 'try_files');
  const named = fallback && findNamedLocation(server, fallback.args.at(-1) ?? '');
  if (named?.block) {
    // Files come first; Glance has none. The named location inherits from the server, and the limit that counted first stays.
    const isLimited = chain.some((level) => level.some((one) => one.kind === 'directive' && one.name === 'limit_req'));
    const own = [...chain.slice(0, 2), named.block];
    const rewritten = runRewrites(named.block, evaluation);
    if (rewritten.kind !== 'goes-on' || rewritten.path === 'searches') return doubt(fallback ?? null);
    const next = { ...arrival, handler: named.block, innermost: named, chain: isLimited ? chain : own };
    return handOn({ ...next, staysAsMoved: rewritten.path === 'stays' }, evaluation);
  }
  const status = /^=(\d{3})$/.exec(fallback?.args.at(-1) ?? '')?.[1];
  if (fallback && status) return { kind: 'answers', status: Number(status), by: fallback };
  const pass = listed.findLast(({ name }) => forwarding.test(name));
  // Without a service there is no file either, and an error page may be one.
  const page = pass === undefined ? inheritDirectives(chain, 'error_page').find(isWayOn) : undefined;
  const method = inheritDirectives(chain, 'proxy_method')[0];
  const doubtful = listed.find(({ name }) => otherHandlers.test(name)) ?? page ?? method;
  if (doubtful) return doubt(doubtful);
  if (pass === undefined) return { kind: 'nowhere', chain, by: innermost ?? null };
  return { kind: 'forwards', chain, pass, ...findPath(pass, arrival, evaluation) };
}

/** True for `error_page 404 = @glance`: a page that is no file. */
function isWayOn({ args }: NginxDirective): boolean {
  return args.some((arg) => /^40[345]$/.test(arg)) && !/\.html?$/.test(args.at(-1) ?? '');
}

function doubt(by: NginxDirective | null): NginxRoute {
  return { kind: 'cannot-say', because: `${by?.name ?? 'a directive'} may change the request`, by };
}

function findPath(
  pass: NginxDirective,
  { innermost, staysAsMoved, written }: Arrival,
  evaluation: NginxEvaluation,
): { path: string | null; args: string; isAsWritten: boolean } {
  const { uri } = evaluation;
  const isMoved = uri !== written || staysAsMoved;
  const asItIs = { path: uri.uri, args: uri.args, isAsWritten: !isMoved && pass.name === 'proxy_pass' };
  const [address = ''] = pass.args;
  if (pass.name !== 'proxy_pass') return asItIs;
  if (address.includes('$')) {
    const text = evaluation.expand(address);
    if (text === null) return { path: null, args: '', isAsWritten: false };
    const own = readTarget(text);
    if (own === undefined) return asItIs;
    const [path = '', args = ''] = own.split(/\?(.*)/s, 2);
    return { path, args, isAsWritten: /^[^$]*\$request_uri$/.test(address) };
  }
  const target = readTarget(address);
  if (target === undefined) return asItIs;
  const { modifier, path: prefix } = readLocation(innermost?.args ?? []);
  if (staysAsMoved || modifier.startsWith('~')) return asItIs;
  return { path: target + uri.uri.slice(prefix.length), args: uri.args, isAsWritten: false };
}

/** The path of a URL with everything behind it; undefined when it has none. */
function readTarget(address: string): string | undefined {
  return /^https?:\/\/(?:unix:[^:]*:?|[^/?]*)([/?].*)?$/s.exec(address)?.[1];
}
