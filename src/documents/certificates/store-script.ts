// The script that stores certificates in the key manager, lets users read them and prints their ids.
import { InternalError } from '../../problems';

/** Path of the script below `key-manager`. */
export const STORE_SCRIPT = 'glacis-store-certificates.sh';

/** One certificate of the script. */
export interface StoredCertificate {
  /** Label of the operator's, lower case letters, digits and dashes. */
  readonly name: string;
  /** File below `certificates`, without its directory. */
  readonly file: string;
  /** Id in the key manager; null before it is stored. */
  readonly id: string | null;
}

const intro = `# Stores certificates in the key manager and prints their ids; run it with sh and the credentials of the project that is to hold them,
# by a user with the roles member and creator there: Barbican's own rules ask for creator, in newer releases for member.
# A certificate with an id is stored already and only gets its readers; one without is stored anew by every run. Nothing secret is in here.
set -eu
cd "$(dirname "$0")/certificates"
`;

const body = `
# Barbican keeps the PEM, and castellan wants nothing around it. A certificate out of its dates is as good as none to cursive.
store() {
  pem=$(sed -n '/^-----BEGIN CERTIFICATE-----$/,/^-----END CERTIFICATE-----$/p' "$2")
  printf '%s\\n' "$pem" | openssl x509 -noout -checkend 0 >/dev/null || { echo "$1 has expired" >&2; exit 1; }
  href=$(openstack secret store --name "$1" --secret-type certificate --payload-content-type application/octet-stream \\
    --payload-content-encoding base64 --payload "$(printf '%s\\n' "$pem" | base64 | tr -d '\\n')" \\
    --format value --column 'Secret href')
  grant "$href"
  echo "$1 \${href##*/}"
}

grant() {
  for reader in $readers; do
    openstack acl user add --operation-type read --user "$reader" "$1" >/dev/null
  done
}

# Who reads a secret is changed at its address, which only the list tells.
regrant() {
  href=$(openstack secret list --name "$1" --limit 1000 --format value --column 'Secret href' | grep "/$2\\$")
  grant "$href"
  echo "$1 $2"
}
`;

/** Renders the script. @throws InternalError on words that a shell would not take as they are. */
export function renderStoreScript(certificates: readonly StoredCertificate[], readers: readonly string[]): string {
  const words = [...certificates.flatMap(({ name, file, id }) => [name, file, id ?? 'none']), ...readers];
  if (!words.every((word) => /^[A-Za-z0-9][A-Za-z0-9.-]*$/.test(word))) throw new InternalError('no plain word');
  const calls = certificates.map(({ name, file, id }) =>
    id === null ? `store ${name} ${file}\n` : `regrant ${name} ${id}\n`,
  );
  return `${intro}readers='${readers.join(' ')}'\n${body}\n${calls.join('')}`;
}
