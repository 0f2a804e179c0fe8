// Plain /etc: drop-ins that every launcher reads and that beat the files beside them.
import type { HardeningDocuments } from '../documents/hardening';
import { PERMISSIONS_SCRIPT } from '../documents/permissions/script';
import type { FileTree } from '../documents/types';
import { etcReadme } from './etc-readme';
import { putUnderHeader } from './header';
import { composePermissions } from './permissions';
import { composeServiceIni, composeServicePolicy, services, sortFiles, sortPaths } from './service-files';
import type { Target } from './types';

/**
 * `<service>.conf.d` is the one directory that eventlet, uWSGI and mod_wsgi all read and that beats the default .conf files
 * (measured on three releases); only a file named with --config-file on a command line is read after it.
 * `policy.d` is read after policy.yaml, and after policy.json where that still counts.
 */
function layOut(documents: HardeningDocuments): FileTree {
  const files = new Map<string, string>();
  for (const service of services) {
    const options = composeServiceIni(documents, service);
    if (options !== undefined) files.set(`${service}/${service}.conf.d/90-glacis.conf`, options);
    const policy = composeServicePolicy(documents, service);
    if (policy !== undefined) files.set(`${service}/policy.d/90-glacis.yaml`, policy);
  }
  for (const { program, name, text } of documents.artifacts) {
    files.set(`${directories[program]}/${name}`, putUnderHeader(documents.release, text));
  }
  files.set(PERMISSIONS_SCRIPT, composePermissions(documents.release, sortPaths([...files.keys()])));
  files.set('README.md', etcReadme(documents, sortPaths([...files.keys()])));
  return sortFiles(files);
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
