// The script beside plain /etc that sets owner, group and mode: a file that a service cannot read hardens nothing, and one that others read tells them the defences.
import { ListMemory } from '../documents/list-memory';
import { quoteShellWord } from '../documents/registered-limits/script';
import type { ReleaseName } from '../openstack/types';
import { fileTop } from './header';

/** Path of the script in the tree. */
export const PERMISSIONS_SCRIPT = 'glacis-permissions.sh';

/** Who a file belongs to on a host. */
interface Ownership {
  readonly group: string;
  readonly mode: string;
  /** Mode of the drop-in directory, where it belongs to the service alone. */
  readonly directoryMode?: string;
}

/** By the first directory of a path. The owner is root: no service may change what restrains it. */
const ownerships: Readonly<Record<string, Ownership>> = {
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

const body = `# Sets owner, group and mode of the files of this tree, and of the drop-in directories they lie in, once they are in /etc.
# As root, on every host: sh glacis-permissions.sh. Running it again changes nothing. An argument is put before /etc.
set -eu
prefix=\${1-}
etc=$prefix/etc

refuse() {
  echo "glacis-permissions: $1" >&2
  exit 1
}

# set_owner GROUP MODE PATH: a host has the files of some services only, so that a missing one is left out. Closed first, opened last.
set_owner() {
  path=$etc/$3
  if [ -L "$path" ]; then refuse "$path is a link"; fi
  if [ ! -e "$path" ]; then return 0; fi
  chmod go-rwx "$path"
  chown "root:$1" "$path"
  chmod "$2" "$path"
}

`;

/** The script for files of a tree, in the order given. Paths that nobody copies to /etc are left out. */
export function composePermissions(release: ReleaseName, paths: readonly string[]): string {
  return scripts.recall([release, ...paths], () => {
    const script = composeScript(paths);
    return `#!/bin/sh\n${fileTop(release, script)}${script}`;
  });
}

const scripts = new ListMemory<string, string>();

function composeScript(paths: readonly string[]): string {
  const lines: string[] = [];
  const directories = new Set<string>();
  for (const path of paths) {
    const parts = path.split('/');
    const ownership = ownerships[parts[0] ?? ''];
    if (ownership === undefined) continue;
    const { group, mode, directoryMode } = ownership;
    const directory = parts.slice(0, -1).join('/');
    if (directoryMode !== undefined && parts.length > 2 && !directories.has(directory)) {
      directories.add(directory);
      lines.push(`set_owner ${group} ${directoryMode} ${quoteShellWord(directory)}`);
    }
    lines.push(`set_owner ${group} ${mode} ${quoteShellWord(path)}`);
  }
  return `${body}${lines.join('\n')}\n`;
}
