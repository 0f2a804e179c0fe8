// Callers whom a rule names by project, user, domain or scope: a door for one of them is a door all the same.
import type { Enforcer } from './enforcer';
import type { Persona } from './personas';
import type { PolicyValues } from './python-text';
import { walkReferred } from './referred-checks';

/** Ways to meet what rules name; who names more is not tried in full. */
const maxWays = 128;

/**
 * The usual callers, each once for every way to meet what these policies compare with a value of their own (`project_id:abc`,
 * `system_scope:all`): as `NAME with project_id abc`. Empty where the rule names nobody.
 */
export function listNamedCallers(
  personas: readonly Persona[],
  rule: string,
  ...policies: readonly Enforcer[]
): readonly (Persona & { readonly usual: Persona })[] {
  const named = new Map<string, Set<string>>();
  for (const policy of policies) {
    for (const check of walkReferred(policy, rule)) {
      if (check.kind !== 'generic' || check.match.includes('%')) continue;
      if (personas.some(({ creds }) => holds(creds[check.left], check.match))) continue;
      named.set(check.left, (named.get(check.left) ?? new Set<string>()).add(check.match));
    }
  }
  return personas.flatMap((usual) => {
    let ways: readonly (readonly [key: string, value: string])[][] = [[]];
    for (const [key, values] of named) {
      if (!isNameable(usual.creds, key)) continue;
      const more = ways.flatMap((way) => [...values].map((value) => [...way, [key, value] as const]));
      ways = [...ways, ...more].sort((a, b) => a.length - b.length).slice(0, maxWays);
    }
    return ways
      .filter((way) => way.length > 0)
      .map((way) => ({
        name: `${usual.name} with ${way.map((pair) => pair.join(' ')).join(' and ')}` as const,
        title: usual.title,
        creds: way.reduce((creds, [key, value]) => nameCaller(creds, key, value), usual.creds),
        usual,
      }));
  });
}

/** A list that some usual caller has it in, such as the roles of a service token. */
function holds(known: PolicyValues[string] | undefined, value: string): boolean {
  return Array.isArray(known) && known.includes(value);
}

/** Keystone gives these; flags and roles are varied elsewhere. */
function isNameable(creds: PolicyValues, key: string): boolean {
  return Object.hasOwn(creds, key) && key !== 'roles' && typeof creds[key] !== 'boolean';
}

/** A token is of a project, of a domain or of the system. */
function nameCaller(creds: PolicyValues, key: string, value: string): PolicyValues {
  const scopes = ['project_id', 'domain_id', 'system_scope'];
  const other = scopes.includes(key) ? Object.fromEntries(scopes.map((scope) => [scope, null])) : {};
  const known = creds[key];
  return { ...creds, ...other, [key]: Array.isArray(known) ? [...known, value] : value };
}
