// Paths under which a client of nginx may write a request to Glance: below the prefixes of locations, and as rewrites take it.
import type { NginxDirective } from '../../documents/nginx/types';
import { type NginxLevel, readLocation } from './nginx-scopes';
import { fillSamples, type PathSample, samplePattern } from './path-samples';
import { type TranslatedRegex, testPcre, translatePcre } from './pcre';

/** What clients may write. */
export interface ClientPaths {
  /** The path itself first, each once. Which of them arrives at Glance is for the router to say. */
  readonly paths: readonly string[];
  /** An expression that leads to Glance, or may, and for which no path was found that it matches: what it lets in is not known. */
  readonly unread: NginxDirective | null;
}

/** Tries `rawPath` itself, behind every prefix that the server names, and in the open part of every expression. */
export function spellClientPaths(
  server: NginxLevel,
  rawPath: string,
  isGlance: (pass: NginxDirective) => boolean | null,
): ClientPaths {
  const mark = rawPath.indexOf('?');
  const path = mark < 0 ? rawPath : rawPath.slice(0, mark);
  const query = mark < 0 ? '' : rawPath.slice(mark);
  const paths = new Set([path]);
  let unread: NginxDirective | null = null;
  for (const directive of listAll(server)) {
    const parts = [path, path.replace(/^\//, '')];
    for (const literal of listReplacements(directive))
      if (path.startsWith(literal)) parts.push(path.slice(literal.length));
    const { samples, regex } = readSamples(directive);
    const filled = fillSamples(samples ?? [], parts);
    const isRead = regex === undefined || [path, ...filled].some((one) => regex && testPcre(regex, decode(one)));
    const isWay =
      directive.name === 'rewrite' || listPasses(directive.block ?? []).some((pass) => isGlance(pass) !== false);
    if (!isRead && isWay) unread ??= directive;
    for (const one of filled) paths.add(one);
  }
  return { paths: [...paths].map((one) => one + query), unread };
}

function listAll(level: NginxLevel): NginxDirective[] {
  return level.flatMap((one) => {
    if (one.kind !== 'directive') return [];
    const isOne = /^(?:location|rewrite)$/.test(one.name);
    return [...(isOne ? [one] : []), ...(one.block === null ? [] : listAll(one.block))];
  });
}

function listPasses(level: NginxLevel): NginxDirective[] {
  return level.flatMap((one) => {
    if (one.kind !== 'directive') return [];
    return /_pass$/.test(one.name) ? [one] : listPasses(one.block ?? []);
  });
}

/** What stands in place of a prefix afterwards, up to the first variable. */
function listReplacements({ name, args, block }: NginxDirective): string[] {
  const texts =
    name === 'rewrite'
      ? [args[1] ?? '']
      : listPasses(block ?? []).map((pass) => /^https?:\/\/[^/]+(\/.*)?$/.exec(pass.args[0] ?? '')?.[1] ?? '');
  return texts.map((text) => text.split('$', 1)[0] ?? '').filter((text) => text !== '');
}

/** `regex` undefined where nothing is matched, null where it is not read. */
interface Samples {
  readonly samples: readonly PathSample[] | null;
  readonly regex?: TranslatedRegex | null;
}

function readSamples({ name, args }: NginxDirective): Samples {
  const { modifier, path } = name === 'rewrite' ? { modifier: '~', path: args[0] ?? '' } : readLocation(args);
  if (path.startsWith('@')) return { samples: null };
  if (modifier === '=') return { samples: [{ before: path, behind: null }] };
  if (!modifier.startsWith('~')) return { samples: [{ before: path, behind: '' }] };
  return { samples: samplePattern(path), regex: translatePcre(path, modifier === '~*') };
}

function decode(path: string): string {
  return path.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
