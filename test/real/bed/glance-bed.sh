#!/bin/bash
# Runs a real Glance of a built suite on a tree of files, in a network namespace where every address is the witness's.
#
# usage: glance-bed.sh start NAME SUITE eventlet|uwsgi TREE [VERSION]   TREE is laid out like /etc, VERSION as for build-level.sh
#        glance-bed.sh inside NAME COMMAND...                 in the namespace and the userland of NAME
#        glance-bed.sh beside NAME COMMAND...                 in the namespace, on this machine's own files
#        glance-bed.sh stop NAME                              ends what start began, deletes the namespace
# env:   GLACIS_BED  see build-suite.sh; state of a run is $GLACIS_BED/state/NAME
#
# nginx/nginx.conf and haproxy/haproxy.cfg of the tree are started before Glance: they listen on 19393 and 19394.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
self=$here/$(basename "${BASH_SOURCE[0]}")
bed=${GLACIS_BED:-/var/cache/glacis-bed}
export GLACIS_BED=$bed
command=${1:?usage: glance-bed.sh start|inside|beside|stop NAME ...}
name=${2:?a name for the run}
shift 2
state=$bed/state/$name
space=glacis-$name
# The uid and gid of Debian's glance, which egress rules name.
glance=64062

mount_and_enter() {
  local root=$bed/$(cat "$state/suite")
  exec unshare --mount --propagation private bash -c '
    root=$1 state=$2; shift 2
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mount --bind "$state/etc" "$root/etc/glance"
    mount --bind "$state/lib" "$root/var/lib/glance"
    mount --bind "$state/log" "$root/var/log/glance"
    mount --bind "$state/tmp" "$root/tmp"
    [ ! -s "$state/code" ] || mount --bind "$root/$(cat "$state/code")" "$root/usr/lib/python3/dist-packages/glance"
    mount --bind "$state/hosts" "$root/etc/hosts"
    mount --bind "$state/resolv.conf" "$root/etc/resolv.conf"
    exec chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/var/lib/glance LC_ALL=C.UTF-8 \
      SSL_CERT_FILE=/etc/glance/bed-ca.pem PYTHONPATH=/etc/glance/bed-python "$@"
  ' _ "$root" "$state" "$@"
}

end_group() { # file that holds the id of a process group which start began
  [ -s "$1" ] || return 0
  # At once: nothing of the state is read again.
  kill -KILL -- "-$(cat "$1")" 2>/dev/null || true
  rm -f "$1"
}

begin_group() { # pid-file log command...
  local pid=$1 log=$2; shift 2
  setsid nice -n 10 "$@" >"$log" 2>&1 </dev/null &
  echo $! >"$pid"
}

make_namespace() {
  ip netns add "$space"
  ip -n "$space" link set lo up
  # Every address is local: whatever Glance connects to, the witness answers and notes the address.
  ip -n "$space" route add local 0.0.0.0/0 dev lo
  ip -n "$space" -6 route add local ::/0 dev lo
  # OpenStack's metadata service has a link-local IPv6 address too, which a zone id reaches through an interface.
  ip -n "$space" link add eth0 type veth peer name eth1
  ip -n "$space" link set eth0 addrgenmode none
  ip -n "$space" link set eth1 up
  ip -n "$space" link set eth0 up
  ip -n "$space" -6 addr add fe80::a9fe:a9fe/64 dev eth0 nodad
}

prepare_state() { # suite tree
  mkdir -p "$state"/{etc,lib/images,lib/staging,lib/tasks,lib/lock,log,tmp,run}
  echo "$1" >"$state/suite"
  [ ! -d "$2/glance" ] || cp -r "$2/glance/." "$state/etc/"
  # Nobody asks keystone: the attacker sends the identity headers that its middleware would have set.
  local paste=$state/etc/glance-api-paste.ini
  [ -e "$paste" ] || cp "$bed/$1/etc/glance/glance-api-paste.ini" "$paste"
  sed -i -E '/^[^[#]*=/s/ authtoken( |$)/ \1/' "$paste"
  chmod 644 "$paste"
  cp -r "$here/python" "$state/etc/bed-python"
  [ -s "$state/names.json" ] || echo '{}' >"$state/names.json"
  printf '127.0.0.1 localhost\n::1 localhost\n' >"$state/hosts"
  printf 'nameserver 192.0.2.53\noptions timeout:5 attempts:3\n' >"$state/resolv.conf"
  cp "$bed/tls/$name.crt" "$state/etc/bed-ca.pem"
  cat "$bed/tls/$name.key" "$bed/tls/$name.crt" >"$state/tls.pem"
  chmod 1777 "$state/tmp"
}

place_bed_options() { # in both directories: which of them the program reads last depends on launcher and release
  for directory in glance-api.conf.d uwsgi.conf.d; do
    mkdir -p "$state/etc/$directory"
    cp "$here/bed.conf" "$state/etc/$directory/zz-bed.conf"
  done
}

make_database() { # suite
  if [ ! -s "$bed/$1.sqlite" ]; then
    "$self" inside "$name" glance-manage --config-file /etc/glance/glance-api.conf --config-dir /etc/glance/bed db_sync \
      >"$state/log/db-sync.out" 2>&1 || { tail -3 "$state/log/db-sync.out" >&2; exit 1; }
    cp "$state/lib/bed.sqlite" "$bed/$1.sqlite.new"
    mv "$bed/$1.sqlite.new" "$bed/$1.sqlite"
  fi
  cp "$bed/$1.sqlite" "$state/lib/bed.sqlite"
}

begin_proxies() { # tree
  local proxy command port
  for proxy in nginx haproxy; do
    # Drop-ins alone are no proxy.
    [ -e "$1/$proxy/$proxy.conf" ] || [ -e "$1/$proxy/$proxy.cfg" ] || continue
    mkdir -p "$state/etc/edge"
    cp -r "$1/$proxy" "$state/etc/edge/"
    command=(nginx -e /tmp/nginx.error -c /etc/glance/edge/nginx/nginx.conf) port=19393
    [ $proxy = nginx ] || command=(haproxy -db -f /etc/glance/edge/haproxy/haproxy.cfg -f /etc/glance/edge/haproxy/conf.d) port=19394
    begin_group "$state/$proxy.pid" "$state/log/$proxy.out" "$self" inside "$name" "${command[@]}"
    wait_for_port $port "$state/$proxy.pid" || fail_with "$proxy of $name does not listen:" "$state/log/$proxy.out"
  done
}

wait_for_port() { # port pid-file
  for _ in $(seq 300); do
    [ -z "$(ip netns exec "$space" ss -ltnH "sport = :$1")" ] || return 0
    kill -0 "$(cat "$2")" 2>/dev/null || return 1
    sleep 0.1
  done
  return 1
}

fail_with() { # words log
  echo "bed: $1" >&2
  tail -5 "$2" >&2
  exit 4
}

start() {
  local suite=$1 launcher=$2 tree=$3 code=${4:+opt/levels/glance_${4#*:}/glance}
  [ -e "$bed/$suite/.bed-services" ] || { echo "bed: $suite is not built: run build-suite.sh $suite" >&2; exit 3; }
  [ -d "$bed/$suite/$code" ] || { echo "bed: $suite has no glance $4: run build-level.sh $suite glance $4" >&2; exit 3; }
  "$self" stop "$name"
  rm -rf "$state"
  prepare_state "$suite" "$tree"
  printf %s "$code" >"$state/code"
  make_namespace
  begin_group "$state/witness.pid" "$state/log/witness.out" ip netns exec "$space" python3 "$here/witness.py" "$state"
  mkdir "$state/etc/bed"
  cp "$here/bed.conf" "$state/etc/bed/"
  make_database "$suite"
  rm -r "$state/etc/bed"
  place_bed_options
  for rules in "$tree"/nftables.d/*.nft; do
    [ ! -e "$rules" ] || ip netns exec "$space" nft -f "$rules"
  done
  chown -R "$glance:$glance" "$state/lib" "$state/log"
  local program=(glance-api)
  if [ "$launcher" = uwsgi ]; then
    # Debian's unit starts uwsgi_python3 with these choices, apart from the address.
    local application=(--wsgi-file /usr/bin/glance-wsgi-api)
    [ -e "$bed/$suite/usr/bin/glance-wsgi-api" ] || application=(--module glance.wsgi.api:application)
    program=(uwsgi_python3 --http-socket 127.0.0.1:19292 --master --die-on-term --lazy-apps --enable-threads --threads 6
      --processes 1 --buffer-size 65535 --need-app --pyargv '' "${application[@]}")
  fi
  begin_proxies "$tree"
  begin_group "$state/glance.pid" "$state/log/glance.out" "$self" inside "$name" \
    setpriv --reuid "$glance" --regid "$glance" --clear-groups "${program[@]}"
  for _ in $(seq 300); do
    if ip netns exec "$space" curl -s -o /dev/null --max-time 2 http://127.0.0.1:19292/versions; then return 0; fi
    kill -0 "$(cat "$state/glance.pid")" 2>/dev/null || break
    sleep 0.2
  done
  fail_with "glance of $name did not come up:" "$state/log/glance.out"
}

case $command in
  start) start "$@" ;;
  inside) exec ip netns exec "$space" "$self" enter "$name" "$@" ;;
  enter) mount_and_enter "$@" ;;
  beside) exec ip netns exec "$space" "$@" ;;
  stop)
    for pid in "$state"/*.pid; do [ ! -e "$pid" ] || end_group "$pid"; done
    ip netns list | awk '{print $1}' | grep -qxF "$space" && ip netns delete "$space" || true
    # The logs stay for whoever doubts a result.
    rm -rf "$state/lib" "$state/tmp"
    ;;
  *) echo "no such command: $command" >&2; exit 2 ;;
esac
