// The way of one request through an nginx server: rewrites, locations, and the path that a service behind it receives.
import type { NginxDirective } from '../../documents/nginx/types';
import { readReturnStatus, runRewrites } from './nginx-rewrite';
import {
  findErrorPage,
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
  const atServer = { chain: [http, server], server, innermost: undefined, staysAsMoved: false, written };
  if (first.kind === 'returns') {
    return answer(first.status, first.by, { ...atServer, chain: [http, server, ...first.levels] }, evaluation);
  }
  if (first.kind === 'cannot-say') return doubt(first.by);
  let staysAsMoved = first.path === 'stays';
  for (let searched = 0; searched <= maxSearches; searched++) {
    const slashed = findSlashed(server, evaluation.uri.uri);
    if (slashed) return answer(301, slashed, atServer, evaluation);
    const locations = findLocations(server, evaluation.uri.uri, evaluation);
    if (locations === null) return { kind: 'cannot-say', because: 'a location cannot be matched', by: null };
    const innermost = locations.at(-1);
    const level = innermost?.block ?? server;
    const outer = [http, server, ...locations.map((one) => one.block ?? [])];
    const here = { ...atServer, chain: outer, innermost };
    // Only a request that nginx itself sends on gets into such a location.
    if (evaluation.uri === written && innermost && listDirectives(level, 'internal').length > 0) {
      return answer(404, innermost, here, evaluation);
    }
    const outcome =
      innermost === undefined
        ? ({ kind: 'goes-on', levels: first.levels, path: 'same', perhaps: [] } as const)
        : runRewrites(level, evaluation);
    if (outcome.kind === 'returns') {
      return answer(outcome.status, outcome.by, { ...here, chain: [...outer, ...outcome.levels] }, evaluation);
    }
    if (outcome.kind === 'cannot-say') return doubt(outcome.by);
    const way = [...first.perhaps, ...outcome.perhaps].find((one) => isHandedOn(one, readReturnStatus(one), outer));
    if (way) return doubt(way);
    if (outcome.path === 'searches') continue;
    staysAsMoved ||= outcome.path === 'stays';
    const chain = [...outer, ...outcome.levels];
    // What an `if` takes over from its location: the service, and no try_files.
    const kept =
      outcome.levels.length === 0 ? level : level.filter((one) => one.kind !== 'directive' || one.name !== 'try_files');
    return handOn({ ...here, chain, handler: [...kept, ...outcome.levels.flat()], staysAsMoved }, evaluation);
  }
  return { kind: 'answers', status: 500, by: null };
}

/**
 * An answer of nginx itself, which `error_page 418 = @glance` hands on after all, with its method (run on 1.22). A page at a path is
 * asked for with GET, and a `return` with a text has none.
 */
function answer(
  status: number,
  by: NginxDirective | null,
  place: Omit<Arrival, 'handler'>,
  evaluation: NginxEvaluation,
): NginxRoute {
  const page = isHandedOn(by, status, place.chain) ? findErrorPage(place.chain, status) : undefined;
  const target = page?.args.at(-1) ?? '';
  if (page && target.includes('$')) return doubt(page);
  if (!page || !target.startsWith('@')) return { kind: 'answers', status, by };
  const named = findNamedLocation(place.server, target);
  return named?.block ? enterNamed(named, place, page, evaluation) : { kind: 'answers', status: 500, by: page };
}

/** Whether an error page takes over: not from a `return` with a text, nor where nginx cuts the connection. */
function isHandedOn(by: NginxDirective | null, status: number, chain: readonly NginxLevel[]): boolean {
  if (status === 444 || (by?.name === 'return' && by.args.length > 1 && status >= 400)) return false;
  return /^@|\$/.test(findErrorPage(chain, status)?.args.at(-1) ?? '');
}

/** A named location inherits from the server. */
function enterNamed(
  named: NginxDirective,
  place: Omit<Arrival, 'handler'>,
  by: NginxDirective,
  evaluation: NginxEvaluation,
): NginxRoute {
  const handler = named.block ?? [];
  const chain = [...place.chain.slice(0, 2), handler];
  const rewritten = runRewrites(handler, evaluation);
  if (rewritten.kind === 'returns' && !findErrorPage(chain, rewritten.status))
    return { kind: 'answers', status: rewritten.status, by: rewritten.by };
  if (rewritten.kind !== 'goes-on' || rewritten.path === 'searches') return doubt(by);
  return handOn(
    {
      ...{ ...place, chain: [...chain, ...rewritten.levels], handler: [...handler, ...rewritten.levels.flat()] },
      ...{ innermost: named, staysAsMoved: rewritten.path === 'stays' },
    },
    evaluation,
  );
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
  if (fallback && named) {
    // Files come first; Glance has none. The limit that counted first stays.
    const isLimited = chain.some((level) => level.some((one) => one.kind === 'directive' && one.name === 'limit_req'));
    const route = enterNamed(named, arrival, fallback, evaluation);
    return isLimited && 'chain' in route ? { ...route, chain } : route;
  }
  const status = /^=(\d{3})$/.exec(fallback?.args.at(-1) ?? '')?.[1];
  if (fallback && status) {
    return findErrorPage(chain, Number(status))
      ? doubt(fallback)
      : { kind: 'answers', status: Number(status), by: fallback };
  }
  const pass = listed.findLast(({ name }) => forwarding.test(name));
  // Without a service there is no file either, and an error page may be one.
  const page = pass === undefined ? inheritDirectives(chain, 'error_page').find(isWayOn) : undefined;
  const method = inheritDirectives(chain, 'proxy_method')[0];
  const again = inheritDirectives(chain, 'mirror').find(({ args }) => args[0] !== 'off');
  const written = inheritDirectives(chain, pass?.name.replace('_pass', '_param') ?? '').find(isWrittenAnew);
  const doubtful = listed.find(({ name }) => otherHandlers.test(name)) ?? page ?? method ?? again ?? written;
  if (doubtful) return doubt(doubtful);
  if (pass === undefined) return { kind: 'nowhere', chain, by: innermost ?? null };
  return { kind: 'forwards', chain, pass, ...findPath(pass, arrival, evaluation) };
}

/** True for `error_page 404 = @glance`: a page that is no file. */
function isWayOn({ args }: NginxDirective): boolean {
  return args.some((arg) => /^40[345]$/.test(arg)) && !/\.html?$/.test(args.at(-1) ?? '');
}

/** True for `uwsgi_param REQUEST_METHOD POST`: what the service takes for the request is not what the client sent. */
function isWrittenAnew({ args: [name = '', value = ''] }: NginxDirective): boolean {
  const own =
    /^(?:REQUEST_METHOD \$request_method|PATH_INFO \$(?:document_)?uri|QUERY_STRING \$(?:query_string|args)|HTTP_ACCEPT \$http_accept)$/;
  return /^(?:REQUEST_METHOD|PATH_INFO|QUERY_STRING|HTTP_ACCEPT)$/.test(name) && !own.test(`${name} ${value}`);
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
