// Paths under which a client of HAProxy may write a request to Glance: whatever the rules compare paths with, or replace.
import { rewritingActions } from './haproxy-rewrite';
import { fillSamples, samplePattern } from './path-samples';

/** The request target itself, behind every text and in the open part of every expression that the lines hold. Each once. */
export function spellHaproxyTargets(lines: readonly (readonly string[])[], target: string): string[] {
  const spelled = spellTargets(lines, target);
  if (!lines.some((words) => wholeUrl.test(words.join(' ')))) return spelled;
  // A request of HTTP/2, which every bind in mode http takes, has its host in `url`, and none where it arrives (run on 2.6).
  return [...spelled, ...spelled.flatMap((one) => (one.startsWith('/') ? [`http://glance${one}`] : []))];
}

/** Samples and rules that see scheme and host. */
const wholeUrl = /(?:^|[ ({])(?:url(?:_(?:beg|dir|dom|end|len|reg|sub))?(?:,\S+)?|(?:replace|set)-uri)(?: |$)/;

function spellTargets(lines: readonly (readonly string[])[], target: string): string[] {
  if (!lines.some(looksAtPaths)) return [target];
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const { literals, patterns } = collectPaths(lines);
  const ends = literals.filter((literal) => path.startsWith(literal)).map((literal) => path.slice(literal.length));
  const parts = [path, path.replace(/^\//, ''), ...ends];
  const behindLiterals = literals.flatMap((literal) => [
    ...fillSamples([{ before: literal, behind: '' }], parts),
    literal,
  ]);
  const insidePatterns = patterns.flatMap((pattern) => {
    // An expression that does not say what comes behind lets anything come.
    const samples = (samplePattern(pattern) ?? []).map(({ before, behind }) => ({ before, behind: behind ?? '' }));
    return fillSamples(samples, [...parts, '']);
  });
  const spelled = new Set([path, ...behindLiterals, ...insidePatterns]);
  return [...spelled].slice(0, maxTargets).map((one) => one + target.slice(path.length));
}

/** A large file compares with hundreds of paths of other services. A rule that rewrites and that none of these meets leaves the verdict open. */
const maxTargets = 120;

/** Where nothing is chosen by the path, and nothing is changed, there is one way. */
function looksAtPaths([keyword, action = '']: readonly string[]): boolean {
  return keyword === 'use_backend' || (keyword === 'http-request' && rewritingActions.test(action));
}

/** Paths and expressions that lines compare paths with, or replace. */
function collectPaths(lines: readonly (readonly string[])[]): { literals: string[]; patterns: string[] } {
  const literals = new Set<string>();
  const patterns = new Set<string>();
  for (const [keyword = '', ...words] of lines) {
    const text = words.join(' ');
    if (!/^(?:http-request|acl|use_backend)$/.test(keyword) || !/path|url|uri/.test(text)) continue;
    const isExpression = /replace-(?:path|pathq|uri)\b|_reg\b|-m reg\b/.test(text);
    for (const word of words) {
      if (/^\/[^\s()[\]\\^$*+?|]*$/.test(word)) literals.add(word);
      else if (isExpression && /[\^/]/.test(word) && !word.startsWith('%[')) patterns.add(word);
    }
    for (const found of text.matchAll(/regsub\((?:"([^"]*)"|'([^']*)'|([^,]*)),/g)) {
      patterns.add(found[1] ?? found[2] ?? found[3] ?? '');
    }
  }
  return { literals: [...literals], patterns: [...patterns] };
}
