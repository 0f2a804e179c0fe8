// The script beside plain /etc that sets owner, group and mode: a file that a service cannot read hardens nothing, and one that others read tells them the defences.
import { ListMemory } from '../documents/list-memory';
import { type Ownership, renderPermissions } from '../documents/permissions/script';
import type { ReleaseName } from '../openstack/types';
import { fileTop } from './header';

/** Who the files of a program belong to on a host. */
interface ProgramOwnership extends Omit<Ownership, 'path'> {
  /** Mode of the drop-in directory, where it belongs to the service alone. */
  readonly directoryMode?: string;
}

/** By the first directory of a path. The owner is root: no service may change what restrains it. */
const ownerships: Readonly<Record<string, ProgramOwnership>> = {
  glance: { group: 'glance', mode: '0640', directoryMode: '0750' },
  nova: { group: 'nova', mode: '0640', directoryMode: '0750' },
  cinder: { group: 'cinder', mode: '0640', directoryMode: '0750' },
  nginx: { group: 'root', mode: '0640' },
  haproxy: { group: 'root', mode: '0640' },
  'nftables.d': { group: 'root', mode: '0640' },
  // systemd complains about units that not everybody may read.
  systemd: { group: 'root', mode: '0644' },
  // Read by users whose names differ from package to package, and free of secrets and of defences.
  prometheus: { group: 'root', mode: '0644' },
  'sql-exporter': { group: 'root', mode: '0644' },
  repose: { group: 'root', mode: '0644' },
};

/** The script for files of a tree, sorted. Paths that nobody copies to /etc are left out. */
export function composePermissions(release: ReleaseName, paths: readonly string[]): string {
  return scripts.recall([release, ...paths], () => {
    const script = renderPermissions([...paths].sort().flatMap(listOwnerships()));
    return `#!/bin/sh\n${fileTop(release, script)}${script}`;
  });
}

const scripts = new ListMemory<string, string>();

/** What is set for one path after the other: a drop-in directory before the first file in it. */
function listOwnerships(): (path: string) => Ownership[] {
  const directories = new Set<string>();
  return (path) => {
    const parts = path.split('/');
    const ownership = ownerships[parts[0] ?? ''];
    if (ownership === undefined) return [];
    const { group, mode, directoryMode } = ownership;
    const directory = parts.slice(0, -1).join('/');
    if (directoryMode === undefined || parts.length <= 2 || directories.has(directory)) return [{ path, group, mode }];
    directories.add(directory);
    return [
      { path: directory, group, mode: directoryMode },
      { path, group, mode },
    ];
  };
}
