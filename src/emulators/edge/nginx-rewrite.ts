// Runs the rewrite directives of one nginx level: return, rewrite, if, set, break.
import type { NginxDirective } from '../../documents/nginx/types';
import type { NginxLevel } from './nginx-scopes';
import type { NginxEvaluation } from './nginx-variables';
import { testPcre, translatePcre } from './pcre';

/** What the level does to the request before limits are looked at. */
export type RewriteOutcome =
  | {
      readonly kind: 'goes-on';
      /** The blocks of the `if`s that hold: nginx treats them as levels of their own. */
      readonly levels: readonly NginxLevel[];
      /** `searches`: the path changed, and a location is looked for again; `stays`: it changed and `break` keeps the location. */
      readonly path: 'same' | 'searches' | 'stays';
    }
  | { readonly kind: 'returns'; readonly status: number; readonly by: NginxDirective }
  | { readonly kind: 'cannot-say'; readonly by: NginxDirective };

/** Runs them in file order. The path of `evaluation` is that of the request, and moves with it. */
export function runRewrites(level: NginxLevel, evaluation: NginxEvaluation): RewriteOutcome {
  const levels: NginxLevel[] = [];
  let isChanged = false;
  for (const one of level) {
    if (one.kind === 'lua') return { kind: 'cannot-say', by: { ...one, kind: 'directive', block: null } };
    if (one.kind !== 'directive') continue;
    if (one.name === 'break') return { kind: 'goes-on', levels, path: isChanged ? 'stays' : 'same' };
    if (one.name === 'return') {
      const status = /^\d{3}$/.test(one.args[0] ?? '') ? Number(one.args[0]) : 302;
      return { kind: 'returns', status, by: one };
    }
    if (one.name === 'set') evaluation.assign(one.args[0] ?? '', evaluation.expand(one.args[1] ?? ''));
    if (one.name === 'rewrite') {
      const change = applyRewrite(one, evaluation);
      if (change === 'cannot-say') return { kind: 'cannot-say', by: one };
      if (typeof change === 'number') return { kind: 'returns', status: change, by: one };
      if (change === 'no-match') continue;
      isChanged = true;
      if (one.args[2] === 'break') return { kind: 'goes-on', levels, path: 'stays' };
      if (one.args[2] === 'last') return { kind: 'goes-on', levels, path: 'searches' };
    }
    if (one.name === 'if' && one.block !== null) {
      const truth = holdsCondition(one.args, evaluation);
      if (truth === false) continue;
      // When in doubt, a block that only returns or sets can do no more than refuse.
      const isTightening = one.block.every((inner) => inner.kind === 'comment' || /^(return|set)$/.test(inner.name));
      if (truth === null && isTightening) {
        for (const inner of one.block) if (inner.kind === 'directive') evaluation.assign(inner.args[0] ?? '', null);
        continue;
      }
      if (truth === null) return { kind: 'cannot-say', by: one };
      const inner = runRewrites(one.block, evaluation);
      if (inner.kind !== 'goes-on') return inner;
      levels.push(one.block, ...inner.levels);
      isChanged ||= inner.path !== 'same';
      const last = one.block.findLast((line) => line.kind === 'directive' && /^(?:rewrite|break)$/.test(line.name));
      // `break` and `last` inside the block end the directives of the level around it too.
      if (inner.path === 'stays' || (last?.kind === 'directive' && last.name === 'break')) {
        return { kind: 'goes-on', levels, path: isChanged ? 'stays' : 'same' };
      }
      if (inner.path === 'searches' && last?.kind === 'directive' && last.args[2] === 'last') {
        return { kind: 'goes-on', levels, path: 'searches' };
      }
    }
  }
  return { kind: 'goes-on', levels, path: isChanged ? 'searches' : 'same' };
}

/** A number: the status of a redirect. */
function applyRewrite(
  { args }: NginxDirective,
  evaluation: NginxEvaluation,
): 'changed' | 'no-match' | 'cannot-say' | number {
  const [pattern = '', replacement = '', flag] = args;
  const regex = translatePcre(pattern, false);
  const { uri } = evaluation;
  const found = regex === null ? null : testPcre(regex, uri.uri);
  if (found === null) return 'cannot-say';
  evaluation.remember(found);
  if (found === false) return 'no-match';
  if (flag === 'permanent') return 301;
  if (flag === 'redirect' || /^(?:https?:\/\/|\$scheme)/.test(replacement)) return 302;
  const text = evaluation.expand(replacement);
  if (text === null) return 'cannot-say';
  // Only a question mark of the replacement itself begins arguments; one that ends it drops those of the client.
  const mark = replacement.indexOf('?');
  if (mark < 0) evaluation.moveTo({ ...uri, uri: text });
  else {
    const path = evaluation.expand(replacement.slice(0, mark));
    const own = evaluation.expand(replacement.slice(mark + 1).replace(/\?$/, ''));
    if (path === null || own === null) return 'cannot-say';
    const given = replacement.endsWith('?') || uri.args === '' ? [] : [uri.args];
    evaluation.moveTo({ ...uri, uri: path, args: [own, ...given].filter((part) => part !== '').join('&') });
  }
  return 'changed';
}

function holdsCondition(args: readonly string[], evaluation: NginxEvaluation): boolean | null {
  const words = [...args];
  words[0] = (words[0] ?? '').replace(/^\(/, '');
  words[words.length - 1] = (words[words.length - 1] ?? '').replace(/\)$/, '');
  const [subject, operator, operand] = words.filter((word) => word !== '');
  if (subject === undefined || !/^\$\w+$/.test(subject)) return null;
  const value = evaluation.expand(subject);
  if (value === null) return null;
  if (operator === undefined) return value !== '' && value !== '0';
  const wanted = evaluation.expand(operand ?? '');
  if (operator === '=' || operator === '!=') return wanted === null ? null : (value === wanted) === (operator === '=');
  const found = /^!?~\*?$/.test(operator) ? translatePcre(operand ?? '', operator.endsWith('*')) : null;
  const matched = found === null ? null : testPcre(found, value);
  if (matched !== null) evaluation.remember(matched);
  return matched === null ? null : (matched !== false) !== operator.startsWith('!');
}
