// Runs the rewrite directives of one nginx level: return, rewrite, if, set, break.
import type { NginxDirective } from '../../documents/nginx/types';
import type { NginxLevel } from './nginx-scopes';
import type { NginxEvaluation } from './nginx-variables';
import { testPcre, translatePcre } from './pcre';

/** What the level does to the request before limits are looked at. */
export type RewriteOutcome =
  | { readonly kind: 'goes-on'; readonly levels: readonly NginxLevel[] }
  | { readonly kind: 'returns'; readonly status: number; readonly by: NginxDirective }
  | { readonly kind: 'cannot-say'; readonly by: NginxDirective };

/** `levels` are the blocks of the `if`s that hold: nginx treats them as levels of their own. */
export function runRewrites(level: NginxLevel, evaluation: NginxEvaluation, uri: string): RewriteOutcome {
  const levels: NginxLevel[] = [];
  for (const one of level) {
    if (one.kind === 'lua') return { kind: 'cannot-say', by: { ...one, kind: 'directive', block: null } };
    if (one.kind !== 'directive') continue;
    if (one.name === 'break') break;
    if (one.name === 'return') {
      const status = /^\d{3}$/.test(one.args[0] ?? '') ? Number(one.args[0]) : 302;
      return { kind: 'returns', status, by: one };
    }
    if (one.name === 'rewrite') {
      const regex = translatePcre(one.args[0] ?? '', false);
      if (regex === null || testPcre(regex, uri) !== false) return { kind: 'cannot-say', by: one };
    }
    if (one.name === 'if' && one.block !== null) {
      const truth = holdsCondition(one.args, evaluation);
      if (truth === false) continue;
      // When in doubt, a block that only returns or sets can do no more than refuse.
      const isTightening = one.block.every((inner) => inner.kind === 'comment' || /^(return|set)$/.test(inner.name));
      if (truth === null && isTightening) continue;
      if (truth === null) return { kind: 'cannot-say', by: one };
      const inner = runRewrites(one.block, evaluation, uri);
      if (inner.kind !== 'goes-on') return inner;
      levels.push(one.block);
    }
  }
  return { kind: 'goes-on', levels };
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
  return matched === null ? null : (matched !== false) !== operator.startsWith('!');
}
