// Paths under which nginx offers Glance below a prefix: a location whose proxy_pass has a path of its own replaces the prefix.
import type { NginxDirective } from '../../documents/nginx/types';
import { listDirectives, type NginxLevel } from './nginx-scopes';

/**
 * What a client writes for `rawPath` at each such location: `location /image/` with `proxy_pass http://glance:9292/` makes
 * `/image/v2/images` of `/v2/images`. `isGlance` tells locations of Glance from those of its neighbours.
 */
export function spellMounted(
  server: NginxLevel,
  rawPath: string,
  isGlance: (location: NginxDirective) => boolean,
): readonly string[] {
  return listDirectives(server, 'location').flatMap((location) => {
    const inner = spellMounted(location.block ?? [], rawPath, isGlance);
    const prefix = readPrefix(location.args);
    const [pass] = listDirectives(location.block ?? [], 'proxy_pass');
    const path = /^https?:\/\/[^/$]+(\/[^$]*)$/.exec(pass?.args[0] ?? '')?.[1];
    if (prefix === null || path === undefined || path === prefix || !rawPath.startsWith(path) || !isGlance(location)) {
      return inner;
    }
    return [...inner, prefix + rawPath.slice(path.length)];
  });
}

/** Null for regular expressions and named locations: with them proxy_pass takes no path, or replaces all of it. */
function readPrefix(args: readonly string[]): string | null {
  const [first = '', second] = args;
  if (first === '^~') return second ?? null;
  return args.length === 1 && first.startsWith('/') ? first : null;
}
