// The script that sets owner, group and mode of the files of plain /etc: rendered, and read back.
import { quoteShellWord } from '../registered-limits/script';

/** Path of the script in the tree. */
export const PERMISSIONS_SCRIPT = 'glacis-permissions.sh';

/** What the script gives to one file or directory below /etc, whose owner is root. */
export interface Ownership {
  readonly path: string;
  readonly group: string;
  /** Four octal digits, such as `0640`. */
  readonly mode: string;
}

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

/** Renders the script without its first line and its header; what is named first is set first. */
export function renderPermissions(ownerships: readonly Ownership[]): string {
  const lines = ownerships.map(({ path, group, mode }) => `set_owner ${group} ${mode} ${quoteShellWord(path)}`);
  return `${body}${lines.join('\n')}\n`;
}

/** What a line of the script sets; null for any other line, and for a path that holds a quote, which no path of Glacis does. */
export function readOwnership(line: string): Ownership | null {
  const [, group, mode, path] = /^set_owner (\S+) (0[0-7]{3}) '([^']+)'$/.exec(line) ?? [];
  return group === undefined || mode === undefined || path === undefined ? null : { path, group, mode };
}
