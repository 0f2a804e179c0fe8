# Written by glacis 0.1.0 for OpenStack 2026.1, intent of this file abcf328caa2f.
# Change the intent and synthesize again; edits made here are overwritten.

# Stores certificates in the key manager and prints their ids; run it with sh and the credentials of the project that is to hold them,
# by a user with the roles member and creator there: Barbican's own rules ask for creator, in newer releases for member.
# A certificate with an id is stored already and only gets its readers; one without is stored anew by every run. Nothing secret is in here.
set -eu
cd "$(dirname "$0")/certificates"
readers='0123456789abcdef0123456789abcdef'

# Barbican keeps the PEM, and castellan wants nothing around it. A certificate out of its dates is as good as none to cursive.
store() {
  pem=$(sed -n '/^-----BEGIN CERTIFICATE-----$/,/^-----END CERTIFICATE-----$/p' "$2")
  printf '%s\n' "$pem" | openssl x509 -noout -checkend 0 >/dev/null || { echo "$1 has expired" >&2; exit 1; }
  href=$(openstack secret store --name "$1" --secret-type certificate --payload-content-type application/octet-stream \
    --payload-content-encoding base64 --payload "$(printf '%s\n' "$pem" | base64 | tr -d '\n')" \
    --format value --column 'Secret href')
  grant "$href"
  echo "$1 ${href##*/}"
}

grant() {
  for reader in $readers; do
    openstack acl user add --operation-type read --user "$reader" "$1" >/dev/null
  done
}

# Who reads a secret is changed at its address, which only the list tells.
regrant() {
  href=$(openstack secret list --name "$1" --limit 1000 --format value --column 'Secret href' | grep "/$2\$")
  grant "$href"
  echo "$1 $2"
}

regrant issuing 66666666-7777-4888-9999-aaaaaaaaaaaa
regrant root 11111111-2222-4333-8444-555555555555
store signer signer.pem
