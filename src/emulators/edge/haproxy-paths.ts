// Paths under which a client of HAProxy may write a request to Glance: whatever the rules compare paths with, or replace.
import { rewritingActions } from './haproxy-rewrite';
import { fillSamples, samplePattern } from './path-samples';

/** The request target itself, behind every text and in the open part of every expression that the lines hold. Each once. */
export function spellHaproxyTargets(lines: readonly (readonly string[])[], target: string): string[] {
  // Where nothing is chosen by the path, and nothing is changed, there is one way.
  const isOneWay = lines.every(
    ([keyword, action = '']) =>
      keyword !== 'use_backend' && !(keyword === 'http-request' && rewritingActions.test(action)),
  );
  if (isOneWay) return [target];
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const query = mark < 0 ? '' : target.slice(mark);
  const literals = new Set<string>();
  const patterns = new Set<string>();
  for (const words of lines) {
    if (!/^(?:http-request|acl|use_backend)$/.test(words[0] ?? '')) continue;
    const text = words.join(' ');
    if (!/path|url|uri/.test(text)) continue;
    const isExpression = /replace-(?:path|pathq|uri)\b|_reg\b|-m reg\b/.test(text);
    for (const word of words.slice(1)) {
      if (/^\/[^\s()[\]\\^$*+?|]*$/.test(word)) literals.add(word);
      else if (isExpression && /[\^/]/.test(word) && !word.startsWith('%[')) patterns.add(word);
    }
    for (const found of text.matchAll(/regsub\((?:"([^"]*)"|'([^']*)'|([^,]*)),/g)) {
      patterns.add(found[1] ?? found[2] ?? found[3] ?? '');
    }
  }
  const parts = [path, path.replace(/^\//, '')];
  for (const literal of literals) if (path.startsWith(literal)) parts.push(path.slice(literal.length));
  const spelled = new Set([path]);
  for (const literal of literals) {
    for (const one of [...fillSamples([{ before: literal, behind: '' }], parts), literal]) spelled.add(one);
  }
  for (const pattern of patterns) {
    // An expression that does not say what comes behind lets anything come.
    const samples = (samplePattern(pattern) ?? []).map(({ before, behind }) => ({ before, behind: behind ?? '' }));
    for (const one of fillSamples(samples, [...parts, ''])) spelled.add(one);
  }
  return [...spelled].slice(0, maxTargets).map((one) => one + query);
}

/** A large file compares with hundreds of paths of other services. A rule that rewrites and that none of these meets leaves the verdict open. */
const maxTargets = 120;
