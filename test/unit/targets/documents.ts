// Documents for tests of targets: settings by their declared types, overrides and artifacts, without any construct.
import { Cloud } from '../../../src/checks/cloud/cloud';
import type { Artifact, HardeningDocuments, PolicyOverride, Setting } from '../../../src/documents/hardening';
import type { FileTree } from '../../../src/documents/types';
import { findOption } from '../../../src/openstack/catalogue';
import type { OptionValue, ReleaseName, Service } from '../../../src/openstack/types';

/** A setting whose type is what the release declares. */
export function setting(
  service: Service,
  section: string,
  option: string,
  value: OptionValue,
  release: ReleaseName = '2025.1',
): Setting {
  const found = findOption(service, section, option, release);
  if (!found) throw new Error(`no option ${section}/${option} in ${service} ${release}`);
  return { service, section, option, value, type: found.facts.type, reason: `why ${option}` };
}

/** An override of one rule. */
export function override(service: Service, rule: string, check: string): PolicyOverride {
  return { service, rule, check, reason: `why ${rule}` };
}

/** One artifact of each program. */
export const artifacts: readonly Artifact[] = [
  { program: 'haproxy', name: 'conf.d/90-glacis-image-create.cfg', text: 'frontend f\n    bind *:9292\n' },
  { program: 'nftables', name: 'glacis-import-egress.nft', text: 'table inet glacis {\n}\n' },
  { program: 'nginx', name: 'conf.d/90-glacis-image-create.conf', text: 'limit_req_status 429;\n' },
  { program: 'systemd', name: 'system/glacis-import-egress.service', text: '[Unit]\n' },
];

/** Documents with defaults for what a test does not care about. */
export function documentsWith(parts: Partial<HardeningDocuments>): HardeningDocuments {
  return {
    release: '2025.1',
    packages: {},
    launcher: 'uwsgi',
    glanceUid: 64062,
    settings: [],
    overrides: [],
    artifacts: [],
    residuals: [],
    intentDigest: '0123456789ab',
    ...parts,
  };
}

/** A usual set: bounded and plain lists, a number, a boolean, an empty list, rules of two services. */
export const usual = documentsWith({
  settings: [
    setting('glance', 'DEFAULT', 'enabled_import_methods', ['glance-direct', 'web-download']),
    setting('glance', 'DEFAULT', 'image_size_cap', 137438953472),
    setting('glance', 'image_format', 'disk_formats', ['qcow2', 'raw']),
    setting('glance', 'image_format', 'require_image_format_match', true),
    setting('glance', 'image_format', 'vmdk_allowed_types', []),
    setting('glance', 'import_filtering_opts', 'allowed_hosts', ['images.example.org']),
    setting('nova', 'glance', 'verify_glance_signatures', true),
    setting('cinder', 'DEFAULT', 'vmdk_allowed_types', ['streamOptimized']),
  ],
  overrides: [
    override('glance', 'tasks_api_access', '!'),
    override('glance', 'add_image', 'role:importer and project_id:%(project_id)s'),
    override('nova', 'os_compute_api:servers:create:trusted_certs', '!'),
  ],
  artifacts,
});

/** The services as they would read a tree. */
export function openCloud(files: FileTree, release: ReleaseName = '2025.1'): Cloud {
  return new Cloud(files, { release, packages: {}, launcher: 'uwsgi', glanceUid: 64062 });
}

/** Effective values of the settings, and the loaded rules of every service in scope. */
export function readEffects(files: FileTree, documents: HardeningDocuments) {
  const cloud = openCloud(files, documents.release);
  const values = documents.settings.map(({ service, section, option }) => {
    const { value, error } = cloud.config(service).get(section, option);
    return [`${service}/${section}/${option}`, error === null ? value : error];
  });
  const rules = documents.overrides.map(({ service, rule }) => {
    const found = cloud
      .policy(service)
      .documents.flatMap((document) => document.rules)
      .filter(({ name }) => name === rule);
    return [`${service}/${rule}`, found.at(-1)?.check];
  });
  return { values: Object.fromEntries(values), rules: Object.fromEntries(rules) };
}
