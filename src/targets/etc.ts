// Plain /etc: drop-ins that every launcher reads and that beat the files beside them.
import type { Artifact, HardeningDocuments } from '../documents/hardening';
import { ListMemory } from '../documents/list-memory';
import { PERMISSIONS_SCRIPT } from '../documents/permissions/script';
import type { FileTree } from '../documents/types';
import type { ReleaseName } from '../openstack/types';
import { etcReadme } from './etc-readme';
import { putUnderHeader } from './header';
import { composePermissions } from './permissions';
import { composeServiceIni, composeServicePolicy, services, sortFiles } from './service-files';
import type { Target } from './types';

/**
 * `<service>.conf.d` is the one directory that eventlet, uWSGI and mod_wsgi all read and that beats the default .conf files
 * (measured on three releases); only a file named with --config-file on a command line is read after it.
 * `policy.d` is read after policy.yaml, and after policy.json where that still counts.
 */
function layOut(documents: HardeningDocuments): FileTree {
  const files = new Map<string, string>();
  for (const { service, options: optionFile, policy: policyFile } of serviceFiles) {
    const options = composeServiceIni(documents, service);
    if (options !== undefined) files.set(optionFile, options);
    const policy = composeServicePolicy(documents, service);
    if (policy !== undefined) files.set(policyFile, policy);
  }
  const { release, artifacts } = documents;
  for (const [path, text] of placed.recall([release, artifacts], () => placeArtifacts(release, artifacts))) {
    files.set(path, text);
  }
  files.set(PERMISSIONS_SCRIPT, composePermissions(release, [...files.keys()]));
  files.set('README.md', etcReadme(documents, [...files.keys()]));
  return sortFiles(files);
}

const serviceFiles = services.map((service) => ({
  service,
  options: `${service}/${service}.conf.d/90-glacis.conf`,
  policy: `${service}/policy.d/90-glacis.yaml`,
}));

/** Regions that share their artifacts share the files of them. */
const placed = new ListMemory<unknown, readonly (readonly [path: string, text: string])[]>();

function placeArtifacts(release: ReleaseName, artifacts: readonly Artifact[]) {
  return artifacts.map(
    ({ program, name, text }) => [`${directories[program]}/${name}`, putUnderHeader(release, text)] as const,
  );
}

/** Copied as they are; a file of the same path is replaced. */
function toEtc(files: FileTree, base: FileTree = new Map()): FileTree {
  return sortFiles(new Map([...base, ...files]));
}

const directories = {
  glance: 'glance',
  nginx: 'nginx',
  haproxy: 'haproxy',
  nftables: 'nftables.d',
  systemd: 'systemd/system',
  // No service reads these below /etc by itself: an operator runs the script, and copies the others where they are read.
  keystone: 'keystone',
  'key-manager': 'key-manager',
  prometheus: 'prometheus',
  'sql-exporter': 'sql-exporter',
  repose: 'repose',
} as const;

/** Files laid out like /etc, to be copied there or compared with it. */
export const etc: Target = {
  name: 'etc',
  title: 'plain /etc: drop-ins to copy to the hosts',
  limitedBy: 'own-nginx',
  hasUnits: true,
  layOut,
  residuals: () => [],
  toEtc,
};
