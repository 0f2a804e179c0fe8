#!/bin/bash
# Puts an earlier patch level of a service's Python code beside a built suite: the packaged code without the newer security patches.
#
# usage: build-level.sh bookworm|trixie|sid glance|nova|cinder VERSION
#        VERSION is of that package's changelog, as 2:25.1.0-2, or the release that it was made from, as 21.3.1;
#        nova and cinder take build-code.sh first
# env:   GLACIS_BED  see build-suite.sh; the code goes to opt/levels/SERVICE_VERSION of the userland
#
# Which patches are newer is what Debian says: an advisory that the changelog names above VERSION and nowhere below. Those patches of
# the series are reversed, last first, without fuzz, on the code that is installed. Nothing of the userland itself is touched.
set -euo pipefail

usage='usage: build-level.sh bookworm|trixie|sid glance|nova|cinder VERSION'
suite=${1:?$usage} service=${2:?$usage} wanted=${3:?$usage}
bed=${GLACIS_BED:-/var/cache/glacis-bed}
root=$bed/$suite
level=$root/opt/levels/${service}_${wanted#*:}

source "$(dirname "${BASH_SOURCE[0]}")/inside.sh"

packaged=$root/usr/lib/python3/dist-packages/$service
installed=$(chroot "$root" dpkg-query -W -f '${Version}' "python3-$service" 2>/dev/null || true)
if [ "$service" != glance ]; then
  packaged=$root/opt/code/usr/lib/python3/dist-packages/$service
  installed=$(awk -v name="python3-$service" '$1 == name { print $2 }' "$root/opt/code/versions" 2>/dev/null || true)
fi
[ -n "$installed" ] && [ -d "$packaged" ] || refuse "$suite has no $service yet: build-suite.sh and build-code.sh come first"

exec 9>"$bed/$suite.level.lock"
flock 9

# debian/ of the source package, from the archives that the userland was installed from.
fetch_patches() {
  local source=$root/opt/levels/source/$service
  rm -rf "$source"
  mkdir -p "$source/lists/partial"
  chmod -R 777 "$source"
  sed -n 's/^deb /deb-src /p' "$root/etc/apt/sources.list" >"$source/sources.list"
  local lists=/opt/levels/source/$service
  local choices=(-qq -o "Dir::Etc::sourcelist=$lists/sources.list" -o Dir::Etc::sourceparts=/nowhere -o "Dir::State::lists=$lists/lists")
  inside apt-get "${choices[@]}" update
  inside sh -c 'cd "$1"; shift; exec apt-get "$@"' _ "$lists" "${choices[@]}" source --download-only --diff-only "$service=$installed"
  tar -C "$source" -xf "$source"/*.debian.tar.*
  rm -r "$source/lists"
}

# Entries of the changelog, newest first, until VERSION; then the rest. What is on a release came with the packages of that release.
split_changelog() { # newer|older
  awk -v wanted="$wanted" -v part="$1" '
    /^[a-z0-9+.-]+ \(/ {
      version = $2
      gsub(/[()]/, "", version)
      release = version
      sub(/^[0-9]+:/, "", release)
      sub(/-[^-]*$/, "", release)
      was_release = was_release || release == wanted
      if (version == wanted || (was_release && release != wanted)) { is_older = 1 }
    }
    (part == "older") == (is_older == 1) { print }
  ' "$root/opt/levels/source/$service/debian/changelog"
}

list_advisories() { grep -oE '(CVE|OSSA|OSSN)-[0-9]{4}(-[0-9]+)?' | sort -u; }

reverse_patches() {
  local source=$root/opt/levels/source/$service advisory patch
  grep -q . <(split_changelog older) || { echo "the changelog of $service $installed names no $wanted"; return 1; }
  comm -23 <(split_changelog newer | list_advisories) <(split_changelog older | list_advisories) >"$source/newer"
  : >"$level.new/undone"
  tac "$source/debian/patches/series" | grep -vE '^ *(#|$)' | awk '{ print $1 }' | while read -r patch; do
    for advisory in $(cat "$source/newer"); do
      [[ ${patch^^} == *"$advisory"* ]] || continue
      # Tests and documents do not run.
      GIT_CEILING_DIRECTORIES=$root/opt git -C "$level.new" apply --reverse --exclude="$service/tests/*" --include="$service/*" \
        "$source/debian/patches/$patch" || { echo "$patch cannot be reversed"; exit 1; }
      echo "$patch" >>"$level.new/undone"
      break
    done
  done
  [ -s "$level.new/undone" ] || { echo "no patch of $service $installed is newer than $wanted"; return 1; }
}

if [ "$(cat "$level/of" 2>/dev/null)" != "$installed" ]; then
  say "$service $wanted out of $installed"
  for tool in git xz; do
    command -v $tool >/dev/null && continue
    package=$tool
    [ $tool = xz ] && package=xz-utils
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $package >/dev/null
  done
  mkdir -p "$root/opt/levels"
  rm -rf "$level" "$level.new"
  mkdir "$level.new"
  # Not in a condition, where a failure in the middle would go unnoticed.
  set +e
  (
    set -e
    fetch_patches
    cp -a "$packaged" "$level.new/"
    reverse_patches
    inside python3 -m compileall -q -d "/usr/lib/python3/dist-packages/$service" \
      "/opt/levels/$(basename "$level.new")/$service" || true
    echo "$installed" >"$level.new/of"
  ) >"$bed/$suite.level.log" 2>&1
  status=$?
  set -e
  [ $status = 0 ] || { tail -8 "$bed/$suite.level.log" >&2; refuse "$service $wanted of $suite could not be had"; }
  mv "$level.new" "$level"
fi

echo "python3-$service $wanted"
echo "undone $(wc -l <"$level/undone")"
echo "level $(cd "$level" && find "$service" -name '*.py' -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -c1-32)"
