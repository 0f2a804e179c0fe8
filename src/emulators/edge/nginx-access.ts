// Whether nginx lets a request in that no limit ends: allow and deny, limit_except, and what asks for credentials.
import type { NginxDirective } from '../../documents/nginx/types';
import { inheritDirectives, inheritValue, listDirectives, type NginxLevel } from './nginx-scopes';
import type { EdgeVerdict } from './types';

/**
 * Null when everybody is let in, or all but some addresses. These modules run behind limit_req and so take nothing from a limit
 * (run on 1.22).
 */
export function judgeNginxAccess(chain: readonly NginxLevel[], method: string): EdgeVerdict | null {
  const [except] = listDirectives(chain.at(-1) ?? [], 'limit_except');
  const isExcept = except !== undefined && !except.args.some((one) => one === method);
  const levels = isExcept ? [...chain, except.block ?? []] : chain;
  const asked = ['auth_request', 'auth_basic', 'auth_jwt'].flatMap((name) =>
    inheritDirectives(levels, name).slice(0, 1),
  );
  const credentials = asked.find(({ args }) => args[0] !== 'off');
  const rules = levels.map(listRules).findLast((one) => one.length > 0) ?? [];
  const all = rules.findIndex(({ args }) => args[0] === 'all');
  const decisive = rules[all];
  const isDenied = decisive?.name === 'deny';
  if (!isDenied) return credentials === undefined ? null : tell(credentials, 'the request may need credentials');
  const isSome = rules.slice(0, all).some(({ name }) => name === 'allow');
  const isAny = inheritValue(levels, 'satisfy') === 'any';
  const hasPage = inheritDirectives(levels, 'error_page').some(({ args }) => args.includes('403'));
  if (isSome || isAny || hasPage) return tell(decisive, 'nginx lets some clients in and others not');
  return { limited: 'refused', status: 403, because: 'nginx lets nobody in', at: decisive.at };
}

function listRules(level: NginxLevel): NginxDirective[] {
  return level.filter((one): one is NginxDirective => one.kind === 'directive' && /^(?:allow|deny)$/.test(one.name));
}

function tell({ at }: NginxDirective, because: string): EdgeVerdict {
  return { limited: 'cannot-say', because, at };
}
