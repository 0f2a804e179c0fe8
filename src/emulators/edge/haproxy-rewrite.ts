// What HAProxy's rules make of the path of a request: set-path, replace-path and their kin, with log formats.
import { evaluateSample, type HaproxyStream } from './haproxy-sample';
import { testPcre, translatePcre } from './pcre';

/** Rules after which another path goes on. */
export const rewritingActions = /^(?:set|replace)-(?:path|pathq|uri|query)$/;

/** Runs one of them. False when it, or the format in it, is not modelled. */
export function rewriteTarget(action: string, args: readonly string[], stream: HaproxyStream): boolean {
  const [verb, part = ''] = action.split('-');
  const { path, query, authority } = splitTarget(stream.target);
  const subject = part === 'path' ? path : part === 'pathq' ? path + query : stream.target;
  let text: string | null;
  if (verb === 'replace') {
    const regex = translatePcre(args[0] ?? '', false);
    const found = regex === null ? null : testPcre(regex, subject);
    if (found === null) return false;
    if (found === false) return true;
    // The whole part is replaced, however little of it matched.
    const format = formatLog(args[1] ?? '', stream);
    text = format?.replace(/\\(\d)/g, (_, n: string) => found[Number(n)] ?? '') ?? null;
  } else text = formatLog(args[0] ?? '', stream);
  if (text === null) return false;
  if (part === 'path') stream.target = authority + text + query;
  else if (part === 'query') stream.target = authority + path + (text === '' ? '' : `?${text}`);
  else stream.target = part === 'pathq' ? authority + text : text;
  stream.rewritten.push(`${action} ${args.join(' ')}`);
  return true;
}

function splitTarget(target: string): { authority: string; path: string; query: string } {
  const authority = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#]*/.exec(target)?.[0] ?? '';
  const rest = target.slice(authority.length);
  const mark = rest.indexOf('?');
  return { authority, path: mark < 0 ? rest : rest.slice(0, mark), query: mark < 0 ? '' : rest.slice(mark) };
}

/** The text of a log format: literal text and `%[sample]`; null for what is not modelled. */
export function formatLog(format: string, stream: HaproxyStream): string | null {
  let text = '';
  for (let rest = format; rest !== ''; ) {
    const part = /^(?:%\[((?:"[^"]*"|'[^']*'|[^\]"'])*)\]|(%%)|([^%]+))/.exec(rest);
    if (part === null) return null;
    rest = rest.slice(part[0].length);
    if (part[1] === undefined) text += part[2] === undefined ? part[3] : '%';
    else {
      const sample = evaluateSample(part[1], stream);
      if (sample.type === 'unknown' || sample.type === 'address' || sample.type === 'boolean') return null;
      if (sample.type === 'string') text += sample.text;
      if (sample.type === 'integer') text += String(sample.value);
    }
  }
  return text;
}
