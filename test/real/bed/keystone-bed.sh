#!/bin/bash
# Runs a real Keystone and Barbican of a built suite in a namespace of their own, and a Glance that asks them.
#
# usage: keystone-bed.sh start NAME SUITE              Keystone on 35357 and Barbican on 9311, on this machine's MariaDB
#        keystone-bed.sh glance NAME eventlet|uwsgi    Glance anew on 19292, on what /etc/glance of its userland holds
#        keystone-bed.sh inside NAME COMMAND...        in the namespace and the userland of NAME, as root
#        keystone-bed.sh stop NAME                     ends what was begun, deletes the namespace
# env:   GLACIS_BED  see build-suite.sh; state of a run is $GLACIS_BED/state/NAME
#
# The empty databases of a suite are made once and copied after that.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
bed=${GLACIS_BED:-/var/cache/glacis-bed}
export GLACIS_BED=$bed
command=${1:?usage: keystone-bed.sh start|glance|inside|stop NAME ...}
name=${2:?a name for the run}
shift 2
state=$bed/state/$name
space=glacis-$name
services='keystone barbican nova cinder'
glance=64062
# This uWSGI ends every connection after one answer, and has to say so.
served=(uwsgi_python3 --add-header 'Connection: close' --master --die-on-term --lazy-apps --enable-threads --processes 1
  --buffer-size 65535 --need-app)

fail_with() { # words log
  echo "bed: $1" >&2
  tail -5 "$2" >&2
  exit 4
}

begin() { # name command...
  local program=$1; shift
  setsid nice -n 10 "$@" >"$state/log/$program.out" 2>&1 </dev/null &
  echo $! >"$state/$program.pid"
}

# Configuration of services that the userland does not have lies in the state, so that nothing of the userland changes.
inside() {
  "$here/glance-bed.sh" inside "$name" sh -ec '
    for name in $1 group; do mount --bind "/etc/glance/bed-services/$name" "/etc/$name"; done
    shift
    exec env PYTHONPATH=/opt/keystone/usr/lib/python3/dist-packages:/etc/glance/bed-python:/opt/code/usr/lib/python3/dist-packages "$@"
  ' sh "$services" "$@"
}

wait_for_answer() { # program url
  for _ in $(seq 300); do
    if ip netns exec "$space" curl -s -o "$state/log/$1.answer" --max-time 5 "$2"; then return 0; fi
    kill -0 "$(cat "$state/$1.pid")" 2>/dev/null || break
    sleep 0.2
  done
  fail_with "$1 of $name did not come up:" "$state/log/$1.out"
}

begin_database() {
  local own=(--no-defaults --user=root "--datadir=$state/data")
  [ -d "$state/data" ] ||
    mariadb-install-db "${own[@]}" --skip-test-db --innodb-log-file-size=8M >"$state/log/install-db.out" 2>&1 ||
    fail_with 'mariadb-install-db:' "$state/log/install-db.out"
  # Nobody else is in the namespace: no one is asked for a password.
  begin database ip netns exec "$space" mariadbd "${own[@]}" --socket="$state/tmp/mariadb" --pid-file="$state/run/mariadb" \
    --bind-address=127.0.0.1 --skip-grant-tables --skip-name-resolve --innodb-log-file-size=8M --innodb-buffer-pool-size=64M \
    --innodb-flush-method=nosync --innodb-flush-log-at-trx-commit=0
  for _ in $(seq 150); do
    if mariadb --no-defaults --socket="$state/tmp/mariadb" -e 'select 1' >/dev/null 2>&1; then return 0; fi
    kill -0 "$(cat "$state/database.pid")" 2>/dev/null || break
    sleep 0.2
  done
  fail_with "MariaDB of $name did not come up:" "$state/log/database.out"
}

end_database() {
  local pid
  pid=$(cat "$state/run/mariadb")
  kill -TERM "$pid"
  while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
  rm "$state/database.pid"
}

make_databases() { # directory that keeps them
  begin_database
  local log=$state/log/make-databases.out
  mariadb --no-defaults --socket="$state/tmp/mariadb" -e 'create database keystone; create database barbican'
  inside sh -ec '
    PATH=/opt/keystone/usr/bin:$PATH
    keystone-manage db_sync
    keystone-manage fernet_setup --keystone-user root --keystone-group root
    keystone-manage credential_setup --keystone-user root --keystone-group root
    keystone-manage bootstrap --bootstrap-password bed --bootstrap-region-id RegionOne \
      --bootstrap-public-url http://127.0.0.1:35357/v3 --bootstrap-internal-url http://127.0.0.1:35357/v3
    barbican-manage db upgrade
  ' >"$log" 2>&1 || fail_with "the databases of $name:" "$log"
  end_database
  rm -rf "$1.new"
  mkdir "$1.new"
  cp -r "$state/data" "$state/etc/bed-services/keystone" "$1.new/"
  mv "$1.new" "$1"
}

start() {
  local suite=$1 root=$bed/$1 service
  [ -e "$root/opt/keystone/.complete" ] || { echo "bed: no keystone of $suite: run build-code.sh $suite keystone" >&2; exit 3; }
  command -v mariadbd >/dev/null || { echo 'bed: Keystone needs a database: apt-get install mariadb-server' >&2; exit 3; }
  "$here/glance-bed.sh" stop "$name"
  rm -rf "$state"
  mkdir -p "$state"/{etc/bed-services,lib/images,lib/staging,lib/tasks,lib/lock,log,tmp,run}
  for service in $services; do mkdir -p "$root/etc/$service" "$state/etc/bed-services/$service"; done
  echo "$suite" >"$state/suite"
  { grep -vE '^(nova|cinder):' "$root/etc/group"; echo 'nova:x:64060:'; echo 'cinder:x:64061:'; } >"$state/etc/bed-services/group"
  for service in keystone nova; do cp "$here/keystone/$service.conf" "$state/etc/bed-services/$service/"; done
  cp "$here/keystone/barbican.conf" "$root/opt/keystone/usr/share/barbican-common/barbican-api-paste.ini" "$state/etc/bed-services/barbican/"
  printf '\n[simple_crypto_plugin]\nkek = %s\n' "$(openssl rand -base64 32)" >>"$state/etc/bed-services/barbican/barbican.conf"
  install -m 644 "$root"/etc/glance/glance-api-paste.ini "$here/keystone/glance-api.conf" "$state/etc/"
  cp -r "$here/python" "$state/etc/bed-python"
  for directory in glance-api.conf.d uwsgi.conf.d bed; do
    mkdir -p "$state/etc/$directory"
    cp "$here/bed.conf" "$state/etc/$directory/zz-bed.conf"
  done
  echo '{}' >"$state/names.json"
  printf '127.0.0.1 localhost\n' >"$state/hosts"
  printf 'nameserver 192.0.2.53\noptions timeout:5 attempts:3\n' >"$state/resolv.conf"
  cp "$bed/tls/$name.crt" "$state/etc/bed-ca.pem"
  cat "$bed/tls/$name.key" "$bed/tls/$name.crt" >"$state/tls.pem"
  chmod 1777 "$state/tmp"
  ip netns add "$space"
  ip -n "$space" link set lo up
  # Every address is local: whatever Glance connects to, the witness answers.
  ip -n "$space" route add local 0.0.0.0/0 dev lo
  begin witness ip netns exec "$space" python3 "$here/witness.py" "$state"

  local kept
  kept=$bed/$suite.keystone-$({
    declare -f make_databases begin_database
    cat "$root/opt/keystone/versions" "$here/keystone/keystone.conf"
  } | sha256sum | cut -c1-16)
  [ -d "$kept" ] || make_databases "$kept"
  cp -r "$kept/data" "$state/"
  cp -r "$kept/keystone" "$state/etc/bed-services/"
  begin_database
  local application
  local web=("${served[@]}" --threads 4)
  for application in 'keystone 35357 keystone.server.wsgi:initialize_public_application()' 'barbican 9311 barbican.api.app:get_api_wsgi_script()'; do
    # shellcheck disable=SC2086
    set -- $application
    begin "$1" "$here/keystone-bed.sh" inside "$name" "${web[@]}" --http-socket "127.0.0.1:$2" --module "$3"
  done
  wait_for_answer keystone http://127.0.0.1:35357/v3
  wait_for_answer barbican http://127.0.0.1:9311/
}

begin_glance() { # launcher
  local suite program=(glance-api)
  suite=$(cat "$state/suite")
  [ ! -s "$state/glance.pid" ] || kill -KILL -- "-$(cat "$state/glance.pid")" 2>/dev/null || true
  [ -s "$state/lib/bed.sqlite" ] ||
    inside glance-manage --config-file /etc/glance/glance-api.conf --config-dir /etc/glance/bed db_sync >"$state/log/db-sync.out" 2>&1 ||
    fail_with "the database of $name:" "$state/log/db-sync.out"
  chown -R "$glance:$glance" "$state/lib" "$state/log"
  if [ "$1" = uwsgi ]; then
    local application=(--wsgi-file /usr/bin/glance-wsgi-api)
    [ -e "$bed/$suite/usr/bin/glance-wsgi-api" ] || application=(--module glance.wsgi.api:application)
    # An upload that is held open is no broken one here: uWSGI gives up a body after four seconds of silence.
    program=("${served[@]}" --http-socket 127.0.0.1:19292 --socket-timeout 300 --threads 6 --pyargv '' "${application[@]}")
  fi
  begin glance "$here/glance-bed.sh" inside "$name" setpriv --reuid "$glance" --regid "$glance" --clear-groups "${program[@]}"
  wait_for_answer glance http://127.0.0.1:19292/versions
}

case $command in
  start) start "$@" ;;
  glance) begin_glance "$@" ;;
  inside) inside "$@" ;;
  stop)
    "$here/glance-bed.sh" stop "$name"
    rm -rf "$state/data"
    ;;
  *) echo "no such command: $command" >&2; exit 2 ;;
esac
