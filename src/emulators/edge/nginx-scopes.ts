// Finds what nginx directives are in force where: levels, inheritance, and the location a request falls into.
import type { NginxDirective, NginxStatement } from '../../documents/nginx/types';
import { testPcre, translatePcre } from './pcre';

/** One level (http, server, location, if). Innermost is last in a chain. */
export type NginxLevel = readonly NginxStatement[];

/** Directives of that name directly in the level. */
export function listDirectives(level: NginxLevel, name: string): NginxDirective[] {
  return level.filter((one): one is NginxDirective => one.kind === 'directive' && one.name === name);
}

/** nginx's rule for list-like directives (limit_req, add_header, error_page): the innermost level that has any replaces the rest. */
export function inheritDirectives(chain: readonly NginxLevel[], name: string): NginxDirective[] {
  for (let i = chain.length - 1; i >= 0; i--) {
    const found = listDirectives(chain[i] ?? [], name);
    if (found.length > 0) return found;
  }
  return [];
}

/** First argument of the directive in force, or undefined. */
export function inheritValue(chain: readonly NginxLevel[], name: string): string | undefined {
  return inheritDirectives(chain, name)[0]?.args[0];
}

/** Whether that switch is on, `fallback` where nobody sets it. nginx takes ON and Off too. */
export function isSwitchedOn(chain: readonly NginxLevel[], name: string, fallback: boolean): boolean {
  return (inheritValue(chain, name)?.toLowerCase() ?? (fallback ? 'on' : 'off')) === 'on';
}

/** How a location is written: `= /x`, `^~ /x`, `~ regex`, `~* regex`, `/x`, `@name`; the modifier may touch the path. */
export function readLocation(args: readonly string[]): { modifier: string; path: string } {
  const [first = '', second] = args;
  if (second !== undefined) return { modifier: first, path: second };
  const parts = /^(=|\^~|~\*|~)?(.*)$/s.exec(first);
  return { modifier: parts?.[1] ?? '', path: parts?.[2] ?? first };
}

/** A named location (`@limited`) of the server. */
export function findNamedLocation(server: NginxLevel, name: string): NginxDirective | undefined {
  return listDirectives(server, 'location').find((location) => location.args[0] === name);
}

/** Where the groups of a matching location are kept, for `$1` in its directives. */
interface CaptureStore {
  remember(found: RegExpExecArray): void;
}

/** A location with its path and modifier read. */
interface ReadLocation {
  readonly location: NginxDirective;
  readonly modifier: string;
  readonly path: string;
}

/** The chain of levels below `level` that the path falls into; null when a regular expression cannot be judged. */
export function findLocations(level: NginxLevel, uri: string, captures?: CaptureStore): NginxDirective[] | null {
  const locations = listDirectives(level, 'location')
    .map((location): ReadLocation => ({ location, ...readLocation(location.args) }))
    .filter(({ path }) => !path.startsWith('@'));
  const exact = locations.find(({ modifier, path }) => modifier === '=' && path === uri);
  if (exact !== undefined) return [exact.location];
  const best = findLongestPrefix(locations, uri);
  const nested = best === undefined ? [] : findLocations(best.location.block ?? [], uri, captures);
  if (nested === null) return null;
  const chain = best === undefined ? [] : [best.location, ...nested];
  // A nested exact or regex match settles it before this level's regular expressions are tried.
  const isSettled = nested.some((one) => /^[=~]/.test(readLocation(one.args).modifier));
  if (isSettled || best?.modifier === '^~') return chain;
  for (const { location, path, modifier } of locations) {
    if (!modifier.startsWith('~')) continue;
    const regex = translatePcre(path, modifier === '~*');
    const found = regex === null ? null : testPcre(regex, uri);
    if (found === null) return null;
    if (found === false) continue;
    captures?.remember(found);
    const inner = findLocations(location.block ?? [], uri, captures);
    return inner === null ? null : [location, ...inner];
  }
  return chain;
}

function findLongestPrefix(locations: readonly ReadLocation[], uri: string): ReadLocation | undefined {
  let best: ReadLocation | undefined;
  for (const one of locations) {
    const isPrefix = one.modifier !== '=' && !one.modifier.startsWith('~') && uri.startsWith(one.path);
    if (isPrefix && (best === undefined || one.path.length > best.path.length)) best = one;
  }
  return best;
}

/** The `error_page` in force for that status. */
export function findErrorPage(chain: readonly NginxLevel[], status: number): NginxDirective | undefined {
  return inheritDirectives(chain, 'error_page').find((one) => one.args.slice(0, -1).includes(String(status)));
}

const forwarding = ['proxy_pass', 'uwsgi_pass', 'fastcgi_pass', 'scgi_pass', 'grpc_pass'];

/** True when the innermost level hands the request on. Handlers are not inherited, except into `if`. */
export function isForwarding(level: NginxLevel): boolean {
  return forwarding.some((name) => listDirectives(level, name).length > 0);
}

/** An include whose file is not in the tree and that could hold directives that matter here. */
export function findMissingInclude(chain: readonly NginxLevel[]): NginxDirective | undefined {
  const harmless = /(?:^|\/)(?:mime\.types|[a-z]+_params|[a-z]+\.conf-params|koi-\w+|win-\w+|proxy_params)$/;
  return chain.flatMap((level) => listDirectives(level, 'include')).find((one) => !harmless.test(one.args[0] ?? ''));
}
