// Why nothing is lost: mutants that no verdict notices and no comparison calls the same or stricter, each kind with its reason.

import { edgeReasons, type Reason } from './edge-reasons';

/** The first that matches counts. One that matches nothing any more fails the run. */
export const reasons: readonly Reason[] = [
  ...edgeReasons,
  {
    setting: /\[DEFAULT\] image_(?:property|tag|member|location)_quota$|\[DEFAULT\] image_size_cap$/,
    mutation: /^(?:default|removed|other section|removed, host says otherwise)$/,
    because: 'the default of the release is a bound as well, two to eight times as wide',
  },
  {
    setting: /glance rule default$/,
    mutation: /./,
    because:
      'a second lock: no rule of the release falls to it, and a reference to an undefined rule is a finding of its own',
  },
  {
    setting: /\[image_format\] disk_formats$/,
    mutation: /^with /,
    because: 'one format more, whose bytes Glance inspects and compares with the label',
    critical: 'vmdk is still not among the formats',
  },
  {
    setting: /\[image_format\] vmdk_allowed_types$/,
    mutation: /./,
    because: 'a second lock: vmdk is not among disk_formats, so that no image carries the label',
  },
  {
    setting: /\[image_format\] require_image_format_match$/,
    mutation: /./,
    because: 'the policy of these trees refuses every image of a member before its bytes are looked at',
  },
  {
    setting: /\[image_format\] gpt_safety_checks_nonfatal$/,
    mutation: /./,
    because:
      'a check of partition tables that no image passes by being read otherwise: the compared formats are the same',
  },
  {
    setting: /glance rule publicize_image$/,
    mutation: /^(?:removed|commented out)$/,
    because: 'the default of the release lets administrators alone publish too',
  },
  {
    setting: /glance rule delete_image_location$/,
    mutation: /./,
    because: 'to delete a location is half of a swap: set_image_location is refused',
  },
  {
    setting: /glance rule modify_metadef_/,
    mutation: /./,
    because: 'rows are changed and none is added; definitions bind nobody who boots an image',
  },
  {
    setting: /\[DEFAULT\] enabled_import_methods$/,
    mutation: /^(?:default|removed|with copy-image|with glance-download)$/,
    because:
      'web-download is on in these trees anyway; copy-image has no second store, and queens has no glance-download',
    critical: 'what web-download may fetch is decided by the lists, which stand',
  },
  {
    setting: /\[import_filtering_opts\] allowed_ports$/,
    mutation: /./,
    because:
      'only https is admitted: port 80 speaks no TLS; where the list is empty nothing is fetched, because web-download is off',
  },
  {
    setting: /\[image_conversion\] output_format$/,
    mutation: /./,
    because: 'stored as another format, by qemu-img all the same',
  },
  {
    setting: /\[inject_metadata_properties\]/,
    mutation: /./,
    because: 'administrators are exempt, as in the release; the properties are marks for people',
  },
  {
    setting: /\[(?:barbican|key_manager)\]/,
    mutation: /./,
    because: 'fails closed: without its key manager a service finds no certificate and accepts no signature',
  },
  {
    setting: /\[oslo_limit\]/,
    mutation: /./,
    because: 'fails closed: limits that cannot be read refuse uploads',
  },
  {
    setting: /nova \[libvirt\] images_type$/,
    mutation: /./,
    because: 'rbd alone clones past the verification, and these are others',
  },
  {
    setting: /nova \[DEFAULT\] shelved_offload_time$/,
    mutation: /./,
    because: 'any negative number means never',
  },
  {
    setting: /cinder \[DEFAULT\] allowed_direct_url_schemes$/,
    mutation: /./,
    because: 'volume:create_from_image refuses whoever would clone',
  },
  {
    setting:
      /\[DEFAULT\] (?:debug|allow_anonymous_access|show_\w+|property_protection_rule_format|verify_glance_signatures)$/,
    mutation: /^other section$/,
    because:
      'the default of the release says the same; which options a library has in that section is not known for this release',
    critical: 'the default of the release says the same',
  },
  {
    setting: /90-glacis\.conf After=|glacis-import-egress\.service (?:Before|After)=/,
    mutation: /./,
    because: 'the order is said twice, by the guard and by glance-api; no nftables.conf is in the tree',
  },
  {
    setting:
      /glacis-import-egress\.service (?:DefaultDependencies|RemainAfterExit|Wants|Description|Documentation|WantedBy|\[)/,
    mutation: /./,
    because: 'glance-api requires the guard and starts after it; the rest is for people and for the order among others',
  },
  {
    setting: /glacis-import-egress\.nft ct state /,
    mutation: /./,
    because: 'answers are refused too: less passes',
  },
  {
    setting: /glacis-import-egress\.nft (?:delete table|table inet|flags interval)/,
    mutation: /./,
    because:
      'matters when the rules are loaded a second time, or keeps them from loading: then glance-api does not start',
  },
  {
    setting: /glacis-import-egress\.nft elements/,
    mutation: /./,
    because: 'one address more or another one, at the port that the operator opened for these',
  },
  {
    setting: /glacis-import-egress\.nft .*accept/,
    mutation: /./,
    because: 'another port of an address that the operator named, or a comment',
  },
  {
    setting: /80-glacis-bounds\.conf (?:IOWeight|TasksMax)=/,
    mutation: /./,
    because: 'fairness among processes: no attack counts as stopped by it',
  },
  {
    setting: /80-glacis-bounds\.conf (?:LimitFSIZE|MemoryMax|CPUQuota)=/,
    mutation: /./,
    because: 'a smaller bound, or a larger one that still is one',
  },
  {
    setting: /var-lib-glance-staging\.mount /,
    mutation: /./,
    because: 'mount options and words for people: what staging fills it fills alone',
  },
  {
    setting: /register_limit /,
    mutation: /./,
    because: "a number of the operator's own: any limit ends the attack, 0 refuses everything",
  },
  {
    setting: /(?:nova \[compute\]|cinder \[DEFAULT\]) vmdk_allowed_types$/,
    mutation: /./,
    because:
      'the inspector of these versions refuses a descriptor that names a file of the host, whatever the list says; the other types hold their bytes themselves',
  },
  {
    setting: /\[DEFAULT\] show_image_direct_url$/,
    mutation: /^(?:flipped|removed, host says otherwise)$/,
    because: 'show_multiple_locations shows the same and more in this tree',
  },
  {
    setting: /\[import_filtering_opts\] allowed_schemes$|\[DEFAULT\] enabled_import_methods$/,
    mutation: /^(?:default|removed|removed, host says otherwise)$/,
    because: 'nothing is fetched: web-download is off in these trees, or no host is allowed',
    critical: 'what web-download may fetch is decided by the list of hosts, which stands',
  },
  {
    setting: /nova \[glance\] enable_rbd_download$/,
    mutation: /./,
    because: 'read from ceph and verified like any download',
  },
  {
    setting: /glance rule (?:delete|remove)_metadef_/,
    mutation: /./,
    because: 'rows are removed and none is added; definitions bind nobody who boots an image',
  },
  {
    setting:
      /glance rule (?:get_|list_metadef_|modify_member|reactivate|copy_from|deactivate|delete_member|delete_image|download_|communitize_image)/,
    mutation: /^(?:removed|commented out|misspelt)$/,
    because: 'the policy file of these releases is whole: without its line the rule falls to `default`, which refuses',
  },
  {
    setting: /91-glacis-import-plugins\.conf /,
    mutation: /^without -B$/,
    because: 'no bytecode is written beside the script: tidiness',
  },
];

/** The reason for a mutant, or undefined. */
export function findReason(setting: string, mutation: string): Reason | undefined {
  return reasons.find((reason) => reason.setting.test(setting) && reason.mutation.test(mutation));
}
