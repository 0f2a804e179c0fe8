#!/bin/bash
# Puts the Python code of more services of a suite beside its userland: Nova and Cinder, or Keystone and Barbican. Nothing is installed.
#
# usage: build-code.sh bookworm|trixie|sid [nova|keystone]     the suite is built already (build-suite.sh); nova when left out
# env:   GLACIS_BED  see build-suite.sh; the code goes to opt/code of the userland, that of Keystone to opt/keystone, which are asked for with PYTHONPATH
#
# Packages are only unpacked, and only those of Python: Ceph, qemu and their kin are large, and no decision is made in them.
set -euo pipefail

suite=${1:?usage: build-code.sh bookworm|trixie|sid [nova|keystone]}
bed=${GLACIS_BED:-/var/cache/glacis-bed}
root=$bed/$suite
case ${2:-nova} in
  nova) place=code wanted='python3-nova python3-cinder' said='python3-(nova|cinder)' ;;
  keystone) place=keystone wanted='python3-keystone python3-barbican barbican-common' said='python3-(keystone|barbican)' ;;
  *) echo "bed: no such code: $2" >&2; exit 3 ;;
esac
code=$root/opt/$place

source "$(dirname "${BASH_SOURCE[0]}")/inside.sh"

[ -e "$root/.bed-services" ] || refuse "$suite is not built: build-suite.sh comes first"

exec 9>"$bed/$suite.$place.lock"
flock 9

# What would be installed, as far as it is Python; fails when apt does.
list_packages() {
  local planned
  # shellcheck disable=SC2086
  planned=$(inside apt-get install -s -q --no-install-recommends $wanted) || return
  awk '$1 == "Inst" && $2 ~ /^(python3-|barbican-common$)/ { print $2 }' <<<"$planned" |
    grep -vE '^python3-(numpy.*|ceph.*|rados|rbd|rgw|cephfs|sphinx|pygments)$'
}

if [ ! -e "$code/.complete" ]; then
  say "$wanted"
  rm -rf "$code"
  mkdir -p "$code/archives"
  chmod 777 "$code/archives"
  # Joined by &&: inside a list that is followed by ||, bash goes on after a step that failed.
  {
    inside apt-get update -qq &&
      names=$(list_packages) &&
      # shellcheck disable=SC2086
      inside nice -n 10 sh -c 'cd "$1" && shift && apt-get download -qq "$@"' _ "/opt/$place/archives" $names &&
      inside sh -ec 'for archive in "$1"/archives/*.deb; do dpkg-deb -x "$archive" "$1"; done' _ "/opt/$place" &&
      inside sh -ec 'for archive in "$1"/archives/*.deb; do dpkg-deb -W --showformat "\${Package} \${Version}\n" "$archive"; done' \
        _ "/opt/$place" >"$code/versions"
  } >"$bed/$suite.$place.log" 2>&1 || { tail -8 "$bed/$suite.$place.log" >&2; refuse "code of $suite could not be had"; }
  # Every witness would compile for seconds before it answers. Files of other Pythons do not compile, and need not.
  inside nice -n 10 python3 -m compileall -q -j 0 "/opt/$place" >>"$bed/$suite.$place.log" 2>&1 || true
  rm -rf "$code/archives"
  touch "$code/.complete"
fi

grep -E "^$said " "$code/versions"
inside dpkg-query -W -f '${Package} ${Version}\n' python3-cursive python3-cryptography python3-oslo.utils python3-castellan 2>/dev/null
