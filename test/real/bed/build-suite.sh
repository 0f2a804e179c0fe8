#!/bin/bash
# Builds the userland of one Debian suite, with its Glance, nginx and HAProxy, outside the repository; resumable, idempotent.
#
# usage: build-suite.sh bookworm|trixie|sid
# env:   GLACIS_BED  where the userlands live (default /var/cache/glacis-bed)
#
# Which archive is asked is read from apt's own configuration of this machine each time; none is named here.
set -euo pipefail

suite=${1:?usage: build-suite.sh bookworm|trixie|sid}
bed=${GLACIS_BED:-/var/cache/glacis-bed}
root=$bed/$suite

say() { echo "bed: $suite: $*" >&2; }
refuse() { echo "bed: $*" >&2; exit 3; }

[ "$(id -u)" = 0 ] || refuse 'building a userland takes root: chroot, mount and network namespaces'
[ -e /etc/debian_version ] && command -v apt-get >/dev/null || refuse 'the bed is built with debootstrap and apt: run it on Debian'
case $suite in bookworm | trixie | sid) ;; *) refuse "no such suite: $suite" ;; esac

# One builder per suite at a time; a second one waits and then finds everything done.
mkdir -p "$bed"
exec 9>"$bed/$suite.lock"
flock 9

# Both by label, since a mirror may be called anything; from the source lists when apt has not been updated yet.
archive_of() { apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 'Origin: Debian' "Label: $1" 2>/dev/null | sort -u | head -1; }
listed() { grep -rhoE '^(URIs: |deb )[^ ]+' /etc/apt/sources.list /etc/apt/sources.list.d 2>/dev/null | awk '{print $2}' | grep -E "$1"; }
archive=$(archive_of Debian || true)
security=$(archive_of Debian-Security || true)
[ -n "$archive" ] || archive=$(listed '/debian/?$' | head -1 || true)
[ -n "$security" ] || security=$(listed 'debian-security/?$' | head -1 || true)
[ -n "$archive" ] || refuse "apt's configuration names no Debian archive"

for tool in debootstrap ip nft curl; do
  command -v $tool >/dev/null && continue
  say "installing what provides $tool"
  package=$tool
  [ $tool = ip ] && package=iproute2
  [ $tool = nft ] && package=nftables
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $package >/dev/null
done

# What was downloaded stays, so that another try does not ask for it again.
debs=$bed/debs/$suite
mkdir -p "$debs/partial"

# The mounts live in a namespace of their own, so that an interrupted build leaves none behind.
inside() {
  unshare --mount --fork --propagation private bash -c '
    root=$1; shift
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mount --bind "$1" "$root/var/cache/apt/archives"; shift
    exec chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
      DEBIAN_FRONTEND=noninteractive "$@"
  ' _ "$root" "$debs" "$@" 9>&-
}

# Words for who has to do something about it: which suite, where the log is, how it ended.
give_up() { # what log
  tail -8 "$2" >&2
  say "$1 failed; the whole log is $2"
  [ "$suite" != sid ] || say 'sid moves, and now and then cannot be installed for some hours: try again later'
  refuse "run this again to go on where it stopped; remove $root to begin anew"
}

if [ ! -e "$root/.bed-base" ]; then
  say 'debootstrap'
  for attempt in 1 2 3; do
    rm -rf "$root"
    nice -n 10 debootstrap --variant=minbase --include=ca-certificates --cache-dir="$debs" "$suite" "$root" "$archive" \
      >"$bed/$suite.debootstrap.log" 2>&1 9>&- && break
    [ $attempt -lt 3 ] || give_up debootstrap "$bed/$suite.debootstrap.log"
    say "debootstrap ended early, once more"
    sleep 5
  done
  touch "$root/.bed-base"
fi

if [ ! -e "$root/.bed-services" ]; then
  say 'glance, nginx, haproxy'
  {
    echo "deb $archive $suite main"
    [ "$suite" = sid ] || echo "deb $archive $suite-updates main"
    [ "$suite" = sid ] || [ -z "$security" ] || echo "deb $security $suite-security main"
  } >"$root/etc/apt/sources.list"
  rm -f "$root"/etc/apt/sources.list.d/*.sources
  grep -lE '^ *Acquire' /etc/apt/apt.conf.d/* 2>/dev/null | while read -r file; do cp "$file" "$root/etc/apt/apt.conf.d/"; done
  cp /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
  # No service starts inside the userland, and a crash of the machine may cost a rebuild: nothing needs to be flushed.
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
  chmod 755 "$root/usr/sbin/policy-rc.d"
  # Nobody reads documentation here.
  printf '%s\n' force-unsafe-io 'path-exclude=/usr/share/doc/*' 'path-exclude=/usr/share/man/*' 'path-exclude=/usr/share/locale/*' \
    >"$root/etc/dpkg/dpkg.cfg.d/bed"
  printf 'Acquire::Retries "5";\nAPT::Keep-Downloaded-Packages "true";\n' >"$root/etc/apt/apt.conf.d/99bed"
  # Joined by &&: inside a list that is followed by ||, bash goes on after a step that failed.
  {
    # One Python for each package compiles for minutes; one for all of them, below, takes seconds.
    inside dpkg-divert --quiet --local --no-rename --divert /usr/bin/py3compile.packaged --add /usr/bin/py3compile &&
      printf '#!/bin/sh\nexit 0\n' >"$root/usr/bin/py3compile" &&
      chmod 755 "$root/usr/bin/py3compile" &&
      inside nice -n 10 apt-get update -qq &&
      inside nice -n 10 apt-get dist-upgrade -y -qq --no-install-recommends &&
      inside nice -n 10 apt-get install -y -qq --no-install-recommends \
        python3-glance glance-common glance-api sqlite3 iproute2 procps netbase nginx-light haproxy
  } >"$bed/$suite.apt.log" 2>&1 || give_up 'installing packages' "$bed/$suite.apt.log"
  # Files of other Pythons and templates do not compile, and need not.
  inside nice -n 10 python3 -m compileall -q -j 0 /usr/lib/python3/dist-packages >>"$bed/$suite.apt.log" 2>&1 || true
  touch "$root/.bed-services"
fi

if [ "$suite" = trixie ] && [ ! -e "$root/usr/bin/kustomize" ]; then
  say 'kustomize'
  { inside apt-get update -qq && inside apt-get install -y -qq --no-install-recommends kustomize; } >>"$bed/$suite.apt.log" 2>&1 ||
    { tail -8 "$bed/$suite.apt.log" >&2; refuse "kustomize did not install in $suite"; }
fi

inside dpkg-query -W -f '${Package} ${Version}\n' python3-glance nginx haproxy python3-oslo.config python3-oslo.policy 2>/dev/null
# Everything that is installed, as one word: whoever keeps results keys them on it.
echo "packages $(inside dpkg-query -W | sha256sum | cut -c1-32)"
inside python3 -c 'import sys; print("python", ".".join(map(str, sys.version_info[:3])))'
