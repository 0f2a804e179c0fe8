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
      /** `return`s of conditions that nobody can decide. */
      readonly perhaps: readonly NginxDirective[];
    }
  | {
      readonly kind: 'returns';
      readonly status: number;
      readonly by: NginxDirective;
      readonly levels: readonly NginxLevel[];
    }
  | { readonly kind: 'cannot-say'; readonly by: NginxDirective };

/** Runs them in file order. The path of `evaluation` is that of the request, and moves with it. */
export function runRewrites(level: NginxLevel, evaluation: NginxEvaluation): RewriteOutcome {
  const run = new RewriteRun(evaluation);
  for (const one of level) {
    if (one.kind === 'lua') return { kind: 'cannot-say', by: { ...one, kind: 'directive', block: null } };
    const outcome = one.kind === 'directive' ? run.take(one) : null;
    if (outcome !== null) return outcome;
  }
  return run.end('searches');
}

/** The status of `return 418`, or of `return URL`. */
export function readReturnStatus({ args }: NginxDirective): number {
  return /^\d{3}$/.test(args[0] ?? '') ? Number(args[0]) : 302;
}

class RewriteRun {
  private readonly levels: NginxLevel[] = [];
  private readonly perhaps: NginxDirective[] = [];
  private isChanged = false;

  constructor(private readonly evaluation: NginxEvaluation) {}

  /** Null: the next directive is run. */
  take(directive: NginxDirective): RewriteOutcome | null {
    const { name, args, block } = directive;
    switch (name) {
      case 'break':
        return this.end('stays');
      case 'return':
        return { kind: 'returns', status: readReturnStatus(directive), by: directive, levels: this.levels };
      case 'set':
        // nginx refuses most of these; `$args` goes on to the service.
        if (
          /^\$(?:args|(?:document_|request_)?uri|query_string|is_args|request_method|(?:binary_)?remote_addr)$/.test(
            args[0] ?? '',
          )
        )
          return { kind: 'cannot-say', by: directive };
        this.evaluation.assign(args[0] ?? '', this.evaluation.expand(args[1] ?? ''));
        return null;
      case 'rewrite':
        return this.takeRewrite(directive);
      case 'if':
        return block === null ? null : this.takeIf(directive, block);
      default:
        return null;
    }
  }

  /** What the level has done when no more of its directives are run. */
  end(whenChanged: 'searches' | 'stays'): RewriteOutcome {
    const { levels, perhaps } = this;
    return { kind: 'goes-on', levels, path: this.isChanged ? whenChanged : 'same', perhaps };
  }

  private takeRewrite(directive: NginxDirective): RewriteOutcome | null {
    const change = applyRewrite(directive, this.evaluation);
    if (change === 'cannot-say') return { kind: 'cannot-say', by: directive };
    if (typeof change === 'number') return { kind: 'returns', status: change, by: directive, levels: this.levels };
    if (change === 'no-match') return null;
    this.isChanged = true;
    const flag = directive.args[2];
    if (flag === 'break') return this.end('stays');
    return flag === 'last' ? this.end('searches') : null;
  }

  private takeIf(directive: NginxDirective, block: NginxLevel): RewriteOutcome | null {
    const truth = holdsCondition(directive.args, this.evaluation);
    if (truth === false) return null;
    if (truth === null) return this.takeDoubtful(directive, block);
    const inner = runRewrites(block, this.evaluation);
    if (inner.kind === 'cannot-say') return inner;
    this.levels.push(block, ...inner.levels);
    if (inner.kind === 'returns') return { ...inner, levels: this.levels };
    this.perhaps.push(...inner.perhaps);
    this.isChanged ||= inner.path !== 'same';
    // `break` and `last` inside the block end the directives of the level around it too.
    const last = block.findLast((one) => one.kind === 'directive' && /^(?:rewrite|break)$/.test(one.name));
    const [name, flag] = last?.kind === 'directive' ? [last.name, last.args[2]] : [];
    if (inner.path === 'stays' || name === 'break') return this.end('stays');
    return inner.path === 'searches' && flag === 'last' ? this.end('searches') : null;
  }

  /** A block that only returns or sets can do no more than refuse: what it sets is not known from here on. */
  private takeDoubtful(directive: NginxDirective, block: NginxLevel): RewriteOutcome | null {
    const isTightening = block.every((inner) => inner.kind === 'comment' || /^(return|set)$/.test(inner.name));
    if (!isTightening) return { kind: 'cannot-say', by: directive };
    for (const inner of block) {
      if (inner.kind === 'directive' && inner.name === 'return') this.perhaps.push(inner);
      else if (inner.kind === 'directive') this.evaluation.assign(inner.args[0] ?? '', null);
    }
    return null;
  }
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
