#!/bin/sh
# Written by glacis 0.1.0 for OpenStack 2025.1, intent of this file 2bb5bfefdd44.
# Change the intent and synthesize again; edits made here are overwritten.
# Sets owner, group and mode of the files of this tree, and of the drop-in directories they lie in, once they are in /etc.
# As root, on every host: sh glacis-permissions.sh. Running it again changes nothing. An argument is put before /etc.
set -eu
prefix=${1-}
etc=$prefix/etc

refuse() {
  echo "glacis-permissions: $1" >&2
  exit 1
}

# set_owner GROUP MODE PATH: a host has the files of some services only, so that a missing one is left out. Closed first, opened last.
set_owner() {
  path=$etc/$3
  if [ -L "$path" ]; then refuse "$path is a link"; fi
  if [ ! -e "$path" ]; then return 0; fi
  chmod go-rwx "$path"
  chown "root:$1" "$path"
  chmod "$2" "$path"
}

set_owner glance 0750 'glance/glance.conf.d'
set_owner glance 0640 'glance/glance.conf.d/90-glacis.conf'
set_owner glance 0750 'glance/policy.d'
set_owner glance 0640 'glance/policy.d/90-glacis.yaml'
set_owner root 0640 'nginx/conf.d/90-glacis-image-create.conf'
