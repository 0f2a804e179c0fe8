// Who asks: the callers whose rights a policy is judged by, with the credentials oslo.context hands to oslo.policy.
import type { Service } from '../../openstack/types';
import type { PolicyValues } from './python-text';

/**
 * Stable name of a caller. `holder of X` is made for a role that a policy names and no other caller has, `X with project_id abc` for what it
 * names of the caller itself.
 */
export type PersonaName =
  | 'anonymous'
  | 'no-role'
  | 'reader'
  | 'member'
  | 'importer'
  | 'service'
  | 'service-user'
  | 'other-project-member'
  | 'admin'
  | 'system-admin'
  | `holder of ${string}`
  | `${string} with ${string}`;

/** A caller. */
export interface Persona {
  readonly name: PersonaName;
  /** One line for reports. */
  readonly title: string;
  readonly creds: PolicyValues;
}

/** The project that the callers belong to. */
export const homeProject = '00000000000000000000000000000001';
/** A project none of them belongs to, except `other-project-member`. */
export const otherProject = '00000000000000000000000000000002';
const serviceProject = '00000000000000000000000000000009';

/** Role of the callers who may import when a policy names it. */
export const importerRole = 'image_importer';

interface PersonaFacts {
  readonly roles: readonly string[];
  readonly user: string | null;
  readonly project?: string | null;
  readonly serviceRoles?: readonly string[];
  readonly systemScope?: string;
}

/**
 * The credentials of a caller as the service's own context makes them: Nova and Cinder add is_admin, Glance does not.
 * Keystone's admin implies manager, member and reader; member implies reader.
 */
export function describeCredentials(service: Service, facts: PersonaFacts): PolicyValues {
  const { roles, user, serviceRoles = [], systemScope = null } = facts;
  const project = facts.project === undefined ? homeProject : facts.project;
  const calledByService = serviceRoles.length > 0;
  const creds = {
    user_id: user,
    user_domain_id: user === null ? null : 'default',
    system_scope: systemScope,
    domain_id: null,
    project_id: project,
    project_domain_id: project === null ? null : 'default',
    roles,
    is_admin_project: true,
    service_user_id: calledByService ? 'nova-service-user' : null,
    service_user_domain_id: calledByService ? 'default' : null,
    service_project_id: calledByService ? serviceProject : null,
    service_project_domain_id: calledByService ? 'default' : null,
    service_roles: serviceRoles,
  };
  return service === 'glance' ? creds : { ...creds, is_admin: roles.includes('admin') };
}

/** The context that Glance makes without asking anybody: neither role nor project nor user (read on zed, 2025.1 and 2026.2). */
export const anonymous: Persona = {
  name: 'anonymous',
  title: 'a caller without a token',
  creds: describeCredentials('glance', { roles: [], user: null, project: null }),
};

/** The callers of a service who come with a token, weakest first. */
export function listPersonas(service: Service): readonly Persona[] {
  const make = (name: PersonaName, title: string, facts: PersonaFacts): Persona => ({
    name,
    title,
    creds: describeCredentials(service, facts),
  });
  return [
    make('no-role', 'a user of the project without any role of weight', { roles: [], user: 'user-none' }),
    make('reader', 'a reader of the project', { roles: ['reader'], user: 'user-reader' }),
    make('member', 'a plain member of the project', { roles: ['member', 'reader'], user: 'user-member' }),
    make('importer', `a member who also holds ${importerRole}`, {
      roles: [importerRole, 'member', 'reader'],
      user: 'user-importer',
    }),
    make('service', 'nova or cinder on behalf of a member, with a service token', {
      roles: ['member', 'reader'],
      user: 'user-member',
      serviceRoles: ['service'],
    }),
    make('service-user', "a service's own user", {
      roles: ['service'],
      user: 'nova-service-user',
      project: serviceProject,
    }),
    make('other-project-member', 'a member of another project', {
      roles: ['member', 'reader'],
      user: 'user-other',
      project: otherProject,
    }),
    make('admin', 'an administrator', { roles: ['admin', 'manager', 'member', 'reader'], user: 'user-admin' }),
    make('system-admin', 'an administrator with a system-scoped token', {
      roles: ['admin', 'manager', 'member', 'reader'],
      user: 'user-admin',
      project: null,
      systemScope: 'all',
    }),
  ];
}

/** Callers for roles a policy names beyond the usual ones: each a reader of the home project who holds that role. */
export function listRoleHolders(service: Service, roles: readonly string[]): readonly Persona[] {
  const usual = new Set(['admin', 'member', 'reader', 'service', importerRole]);
  return [...new Set(roles)]
    .filter((role) => role !== '' && !usual.has(role))
    .sort()
    .map((role) => ({
      name: `holder of ${role}`,
      title: `a reader of the project who holds ${role}`,
      creds: describeCredentials(service, { roles: [role, 'reader'], user: 'user-holder' }),
    }));
}
