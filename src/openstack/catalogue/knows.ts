// Whether a line in a file means anything to the service: yes, no, or not ours to say.
import { compareReleases } from '../releases';
import type { ReleaseName, Service } from '../types';
import { factAt, optionFlags } from './format';
import { findOption, openTable, openTables } from './options';
import { foldSection, type OptionTable } from './table';

/** `unknown`: the service ignores the line without a word. `cannot-say`: another owner may read it, or no exact list exists. */
export type Knowledge = 'known' | 'unknown' | 'cannot-say';

/** Sections whose names are made at run time: reserved glance stores, nova mdev types and provider networks, privsep contexts. */
const runtimeSections: Readonly<Record<Service, RegExp>> = {
  glance: /^(?:os_glance_(?:tasks|staging)_store|.*privsep.*|.*_privileged)$/,
  nova: /^(?:mdev_.+|neutron_physnet_.+|.*privsep.*|.*_privileged|nova_sys_admin)$/,
  cinder: /^(?:.*privsep.*|.*_privileged|cinder_sys_admin)$/,
};

/** Sections of libraries that no list of ours may have in this release: a new oslo library, an optional driver. */
const librarySections =
  /^(?:oslo_.+|keystone_authtoken|glance_store|database|cors|profiler.*|healthcheck|key_manager|barbican.*|vault|matchmaker_redis|cache|ssl|privsep.*)$/;

/** What keystoneauth plugins read besides the listed options, in any section that has `auth_type`. */
const authPluginOptions = new Set(
  (
    'auth_type auth_section auth_url username user_name user_id user_domain_id user_domain_name password project_id project_name tenant_id ' +
    'tenant_name project_domain_id project_domain_name domain_id domain_name system_scope trust_id default_domain_id ' +
    'default_domain_name token passcode endpoint auth_methods application_credential_id application_credential_name ' +
    'application_credential_secret identity_provider protocol client_id client_secret openid_scope access_token ' +
    'access_token_endpoint access_token_type discovery_endpoint redirect_uri code authorization_code ' +
    'device_authorization_endpoint code_challenge_method identity_provider_url service_provider_endpoint ' +
    'service_provider_entity_id mutual_auth consumer_key consumer_secret access_key access_secret ' +
    'oauth2_endpoint oauth2_client_id oauth2_client_secret'
  ).split(' '),
);

/**
 * Whether `[section] name` is read by the service in this release.
 *
 * `dynamicSections` are the names out of `enabled_backends` (glance stores, cinder back ends) and whatever `auth_section` names:
 * only the caller has the files. Release-independent of the order of the list; the case of sections does not matter.
 */
export function knowsOption(
  service: Service,
  section: string,
  name: string,
  release: ReleaseName,
  dynamicSections: readonly string[] = [],
): Knowledge {
  if (findOption(service, section, name, release) !== undefined) return 'known';
  const folded = foldSection(section);
  const isDynamic = dynamicSections.some((dynamic) => foldSection(dynamic) === folded);
  if (isDynamic || runtimeSections[service].test(folded)) {
    return findOption(service, null, name, release) === undefined ? 'cannot-say' : 'known';
  }
  const table = openTable(service);
  const shape = describeSection(table, folded);
  if (shape.hasAuthPlugin && authPluginOptions.has(name)) return 'cannot-say';
  if (table.file.librariesExact.includes(release)) return 'unknown';
  if (!shape.hasLibraryOptions) return librarySections.test(folded) ? 'cannot-say' : 'unknown';
  const owner = ownerOnceKnown(service, section, name);
  if (owner !== undefined) return owner === 'library' ? 'cannot-say' : 'unknown';
  // No library calls an option as the service calls one of its own.
  if (!shape.hasServiceOptions) return isElsewhereOfService(service, name) ? 'unknown' : 'cannot-say';
  // The sample of glance lists its libraries in every release; for the others a name that neither side of the release
  // has is no library option either, except before the first exact list.
  const firstExact = table.file.librariesExact[0];
  const isBracketed = firstExact !== undefined && compareReleases(release, firstExact) > 0;
  return service === 'glance' || isBracketed || isElsewhereOfService(service, name) ? 'unknown' : 'cannot-say';
}

interface SectionShape {
  readonly hasLibraryOptions: boolean;
  readonly hasServiceOptions: boolean;
  readonly hasAuthPlugin: boolean;
}

const shapes = new WeakMap<OptionTable, Map<string, SectionShape>>();
const noSection: SectionShape = { hasLibraryOptions: false, hasServiceOptions: false, hasAuthPlugin: false };

/** Who has options in a section, over all releases. */
function describeSection(table: OptionTable, folded: string): SectionShape {
  let known = shapes.get(table);
  if (known === undefined) {
    known = new Map();
    for (const row of table.file.options) {
      const section = foldSection(table.sectionOf(row) ?? '');
      const shape = known.get(section) ?? noSection;
      const isLibrary = isOfLibrary(table, Number(row[row.length - 1]));
      known.set(section, {
        hasLibraryOptions: shape.hasLibraryOptions || isLibrary,
        hasServiceOptions: shape.hasServiceOptions || !isLibrary,
        // oslo.limit registers keystoneauth's options at run time; the lists of some releases lack them.
        hasAuthPlugin: shape.hasAuthPlugin || row[1] === 'auth_type' || section === 'oslo_limit',
      });
    }
    shapes.set(table, known);
  }
  return known.get(folded) ?? noSection;
}

function ownerOnceKnown(service: Service, section: string, name: string): 'library' | 'service' | undefined {
  for (const table of openTables(service)) {
    const row = table.rowAt(section, name) ?? table.rowsOnceAt(section, name)[0];
    if (row !== undefined) return isOfLibrary(table, Number(row[row.length - 1])) ? 'library' : 'service';
  }
  return undefined;
}

function isElsewhereOfService(service: Service, name: string): boolean {
  for (const table of openTables(service)) {
    if (table.rowsNamed(name).some((row) => !isOfLibrary(table, Number(row[row.length - 1])))) return true;
  }
  return false;
}

function isOfLibrary(table: OptionTable, fact: number): boolean {
  return ((factAt(table.file.facts, fact)?.[2] ?? 0) & optionFlags.library) !== 0;
}
