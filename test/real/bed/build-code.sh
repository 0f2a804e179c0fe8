#!/bin/bash
# Puts the Python code of a suite's Nova and Cinder beside its userland, for witnesses that call into it; nothing is installed.
#
# usage: build-code.sh bookworm|trixie|sid     the suite is built already (build-suite.sh)
# env:   GLACIS_BED  see build-suite.sh; the code goes to opt/code of the userland, which is asked for with PYTHONPATH
#
# Packages are only unpacked, and only those of Python: Ceph, qemu and their kin are large, and no decision is made in them.
set -euo pipefail

suite=${1:?usage: build-code.sh bookworm|trixie|sid}
bed=${GLACIS_BED:-/var/cache/glacis-bed}
root=$bed/$suite
code=$root/opt/code

say() { echo "bed: $suite: $*" >&2; }
refuse() { echo "bed: $*" >&2; exit 3; }

[ -e "$root/.bed-services" ] || refuse "$suite is not built: build-suite.sh comes first"

exec 9>"$bed/$suite.code.lock"
flock 9

inside() {
  unshare --mount --fork --propagation private bash -c '
    root=$1; shift
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    exec chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 "$@"
  ' _ "$root" "$@" 9>&-
}

wanted='python3-nova python3-cinder'
if [ ! -e "$code/.complete" ]; then
  say 'code of nova and cinder'
  rm -rf "$code"
  mkdir -p "$code/archives"
  chmod 777 "$code/archives"
  {
    inside apt-get update -qq
    # shellcheck disable=SC2086
    names=$(inside apt-get install -s -q --no-install-recommends $wanted | awk '$1 == "Inst" && $2 ~ /^python3-/ { print $2 }' |
      grep -vE '^python3-(numpy.*|ceph.*|rados|rbd|rgw|cephfs)$')
    # shellcheck disable=SC2086
    inside nice -n 10 sh -c 'cd /opt/code/archives && apt-get download -qq "$@"' _ $names
    for archive in "$code"/archives/*.deb; do inside dpkg-deb -x "${archive#"$root"}" /opt/code; done
    for archive in "$code"/archives/*.deb; do
      inside dpkg-deb -W --showformat '${Package} ${Version}\n' "${archive#"$root"}"
    done >"$code/versions"
    rm -rf "$code/archives"
  } >"$bed/$suite.code.log" 2>&1 || { tail -8 "$bed/$suite.code.log" >&2; refuse "code of $suite could not be had"; }
  touch "$code/.complete"
fi

grep -E '^python3-(nova|cinder) ' "$code/versions"
inside dpkg-query -W -f '${Package} ${Version}\n' python3-cursive python3-cryptography python3-oslo.utils python3-castellan 2>/dev/null
