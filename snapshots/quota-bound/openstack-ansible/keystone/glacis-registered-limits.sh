# Written by glacis 0.1.0 for OpenStack 2025.1, intent of this file 344aa34c8d2f.
# Change the intent and synthesize again; edits made here are overwritten.

# Registers the default limits of Glance in Keystone. Run it with sh and the credentials of a system administrator,
# before glance-api reads use_keystone_limits: a limit that is not registered counts as 0. Running it again changes nothing.
set -eu

service=$(openstack service show --format value --column id image)
region='RegionOne'

register_limit() {
  ids=$(openstack registered limit list --service "$service" --region "$region" --resource-name "$1" \
    --format value --column ID)
  if [ -z "$ids" ]; then
    openstack registered limit create --service "$service" --region "$region" --default-limit "$2" "$1"
  else
    for id in $ids; do
      openstack registered limit set --default-limit "$2" "$id"
    done
  fi
}

# images that are not deleted
register_limit image_count_total 200
# uploads and imports at a time
register_limit image_count_uploading 4
# MiB in the stores
register_limit image_size_total 2097152
# MiB in staging
register_limit image_stage_total 262144
