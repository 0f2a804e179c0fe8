// Who is an administrator to Nova and Cinder: a rule says so before any other is asked, and `is_admin:` repeats its answer.
import type { Service } from '../../openstack/types';
import type { Enforcer } from './enforcer';
import type { PolicyValues } from './python-text';

/**
 * The credentials with `is_admin` as `context_is_admin` of this policy has it: a policy that gives the rule to members makes administrators
 * of them, for rules that ask for `is_admin:True` too. True also where nobody can say: a refusal must hold either way. Glance passes none.
 */
export function settleAdmin(service: Service, enforcer: Enforcer, creds: PolicyValues): PolicyValues {
  if (service === 'glance' || enforcer.rule('context_is_admin') === undefined) return creds;
  const asking = { ...creds, is_admin: null };
  // Nova asks about the caller, Cinder hands the credentials over as the target.
  const target =
    service === 'cinder' ? asking : { project_id: creds.project_id ?? null, user_id: creds.user_id ?? null };
  return { ...creds, is_admin: enforcer.authorize('context_is_admin', target, asking).allowed !== false };
}
