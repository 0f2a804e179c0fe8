// Who may touch a property of an image under a property protection file.
import type {
  PropertyOperation,
  PropertyProtections,
  ProtectionFormat,
} from '../../documents/property-protections/model';
import type { Source } from '../../documents/types';
import { compareReleases } from '../../openstack/releases';
import type { ReleaseName } from '../../openstack/types';

/** Who asks. */
export interface PropertyCaller {
  /** Role names, in lower case as Glance compares them. */
  readonly roles: readonly string[];
  /** Answers a policy rule by name, for the format `policies`; null when nobody can say. */
  readonly mayPass: (rule: string) => boolean | null;
}

/** `null`: nobody can say offline. */
export interface PropertyVerdict {
  readonly isAllowed: boolean | null;
  /** The rule that decided; null when no rule matches, which allows nothing, or when the file has no rule, which allows all. */
  readonly at: Source | null;
}

/**
 * The rules that Glance goes by: from 2026.1 on it puts one of its own first and takes out those whose pattern begins like it, so that a
 * file without any rule protects everything (run on 25.1.0, 30.0.0 and 33.0.0).
 */
export function withOwnRules(protections: PropertyProtections, release: ReleaseName): PropertyProtections {
  if (compareReleases(release, '2026.1') < 0) return protections;
  const everybody = { create: ['@'], read: ['@'], update: ['@'], delete: ['@'] };
  const own = { pattern: 'os_glance.*', permissions: everybody, at: { file: protections.file, line: 1 } };
  const others = protections.rules.filter(({ pattern }) => !pattern.startsWith('os_glance'));
  return { ...protections, rules: [own, ...others] };
}

/** Asks the file for one property and one operation: the first rule whose pattern is found in the name decides. */
export function judgeProperty(
  protections: PropertyProtections,
  format: ProtectionFormat,
  property: string,
  operation: PropertyOperation,
  caller: PropertyCaller,
): PropertyVerdict {
  if (protections.rules.length === 0) return { isAllowed: true, at: null };
  for (const rule of protections.rules) {
    const isFound = searchPattern(rule.pattern, property);
    if (isFound === null) return { isAllowed: null, at: rule.at };
    if (!isFound) continue;
    const permissions = rule.permissions[operation];
    if (permissions.includes('!') || permissions.length === 0) return { isAllowed: false, at: rule.at };
    if (permissions.includes('@')) return { isAllowed: true, at: rule.at };
    const isAllowed =
      format === 'policies'
        ? caller.mayPass(permissions[0] as string)
        : permissions.some((role) => caller.roles.includes(role.toLowerCase()));
    return { isAllowed, at: rule.at };
  }
  return { isAllowed: false, at: null };
}

/** Only patterns that mean the same to Python and JavaScript, and that cannot run away, are searched; null for the rest. */
function searchPattern(pattern: string, property: string): boolean | null {
  const [, anyCase = '', plain = ''] = /^(\(\?i\))?(.*)$/s.exec(pattern) ?? [];
  if (!/^\^?[A-Za-z0-9_\-.*+?|]*\$?$/.test(plain) || /[*+?][*+]/.test(plain)) return null;
  try {
    return new RegExp(plain, anyCase === '' ? '' : 'i').test(property);
  } catch {
    return null;
  }
}
