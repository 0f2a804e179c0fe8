#!/bin/bash
# Puts the squid of a suite beside its userland, so that what is installed there stays as it is; nothing is installed.
#
# usage: build-squid.sh bookworm|trixie|sid     the suite is built already (build-suite.sh)
# env:   GLACIS_BED  see build-suite.sh; squid goes to opt/squid of the userland
set -euo pipefail

suite=${1:?usage: build-squid.sh bookworm|trixie|sid}
bed=${GLACIS_BED:-/var/cache/glacis-bed}
root=$bed/$suite
place=$root/opt/squid

source "$(dirname "${BASH_SOURCE[0]}")/inside.sh"

[ -e "$root/.bed-services" ] || refuse "$suite is not built: build-suite.sh comes first"

exec 9>"$bed/$suite.squid.lock"
flock 9

# Each step with &&: nothing that fails is passed over where a condition asks.
unpack_squid() {
  local archive
  inside apt-get update -qq &&
    # Its libraries; Perl and cron are for helpers that nobody starts here.
    names=$(inside apt-get install -s -q --no-install-recommends squid |
      awk '$1 == "Inst" && $2 ~ /^(squid|squid-common|squid-langpack|lib(ecap|netfilter|nfnetlink|tdb|ltdl).*)$/ { print $2 }') &&
    # shellcheck disable=SC2086
    inside nice -n 10 sh -c 'cd /opt/squid/archives && apt-get download -qq "$@"' _ $names &&
    for archive in "$place"/archives/*.deb; do
      inside dpkg-deb -x "${archive#"$root"}" /opt/squid || return 1
    done &&
    # Some suites leave the name to the alternatives system.
    { [ -e "$place/usr/sbin/squid" ] || ln -s squid-gnutls "$place/usr/sbin/squid"; } &&
    inside sh -c 'dpkg-deb -W --showformat "\${Package} \${Version}\n" /opt/squid/archives/squid_*.deb' >"$place/versions" &&
    rm -rf "$place/archives"
}

if [ ! -e "$place/.complete" ]; then
  say squid
  rm -rf "$place"
  mkdir -p "$place/archives"
  chmod 777 "$place/archives"
  unpack_squid >"$bed/$suite.squid.log" 2>&1 || { tail -8 "$bed/$suite.squid.log" >&2; refuse "squid of $suite could not be had"; }
  touch "$place/.complete"
fi

cat "$place/versions"
