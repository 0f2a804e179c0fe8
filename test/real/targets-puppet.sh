#!/bin/sh
# Applies hieradata through real Puppet and the real OpenStack modules, onto an /etc of its own; nothing of the host changes.
#
# usage: unshare --mount targets-puppet.sh WORK   (WORK holds hiera.yaml, site.pp and data/; the result is WORK/upper)
set -eu
work=$1
mkdir -p "$work/upper" "$work/scratch"
mount -t overlay overlay -o "lowerdir=/etc,upperdir=$work/upper,workdir=$work/scratch" /etc
for service in glance nova cinder; do
  rm -rf "/etc/$service"
  mkdir "/etc/$service"
  # The owners of the policy files, where the services themselves are not installed.
  grep -q "^$service:" /etc/passwd || echo "$service:x:0:0::/:/bin/false" >>/etc/passwd
  grep -q "^$service:" /etc/group || echo "$service:x:0:" >>/etc/group
done
exec timeout 300 puppet apply --color false --detailed-exitcodes --confdir "$work/conf" --vardir "$work/var" \
  --hiera_config "$work/hiera.yaml" --modulepath /usr/share/puppet/modules \
  --tags glance_api_config,nova_config,cinder_config,openstacklib::policy "$work/site.pp"
