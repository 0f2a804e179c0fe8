# Sourced by what puts something beside a built userland; they set $bed, $suite and $root. build-suite.sh has mounts of its own.

say() { echo "bed: $suite: $*" >&2; }
refuse() { echo "bed: $*" >&2; exit 3; }

# Runs a command in the userland. The lock on descriptor 9 stays with the builder.
inside() {
  unshare --mount --fork --propagation private bash -c '
    root=$1; shift
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    exec chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 "$@"
  ' _ "$root" "$@" 9>&-
}
