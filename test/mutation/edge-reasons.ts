// Why nothing is lost when a line of nginx or HAProxy is changed and no verdict notices; what a reason is.

/** A kind of mutants. */
export interface Reason {
  readonly setting: RegExp;
  readonly mutation: RegExp;
  readonly because: string;
  /** For lines that also stop an attack of severity critical: why it is still stopped. */
  readonly critical?: string;
}

/** Those of the proxies. */
export const edgeReasons: readonly Reason[] = [
  {
    setting: /timeout (?:client|connect|server|http-request) /,
    mutation: /./,
    because: 'no attack of the catalogue asks how long a connection lasts',
  },
  {
    setting: /\.cfg (?:bind|server|default_backend|backend glacis_glance_api|frontend|mode http|unique-id)/,
    mutation: /./,
    because: 'where HAProxy listens and what it forwards to: without it nothing arrives',
  },
  {
    setting: /\.cfg stick-table /,
    mutation: /./,
    because:
      'how many clients are remembered, and how long: the shortest time covers the period of the rate, and a full table forgets the oldest',
  },
  {
    setting: /\.cfg http-request deny /,
    mutation: /./,
    because: 'the words of the refusal, or its condition written twice: what is refused stays the same',
  },
  {
    setting: /\.cfg http-request (?:track-sc|sc-inc)/,
    mutation: /./,
    because: 'more requests are counted, or several networks share a bucket: less passes',
  },
  {
    setting: /\.conf REJECTED:/,
    mutation: /./,
    because: 'how long a client is asked to wait binds nobody',
  },
  {
    setting: /\.conf default "";$/,
    mutation: /./,
    because: 'the default of a map is the empty text already',
  },
  {
    setting: /\.conf limit_req zone=/,
    mutation: /^(?:\d+ (?:x100|to 0)|without burst=\d+)$/,
    because: 'how many pass at once: the rate holds from then on',
  },
  {
    setting: /\.conf limit_req zone=glacis_image_create burst=9 /,
    mutation: /^(?:removed|commented out|in another location)$/,
    because: 'HAProxy in the same tree names Glance and limits the same requests',
  },
  {
    setting: /\.conf limit_req_zone /,
    mutation: /^10 x100$/,
    because: 'a larger zone remembers more clients',
  },
  {
    setting: /\.conf "~\^/,
    mutation: /^(?:one slash|no slash at the end)$/,
    because: 'nginx merges slashes before it compares, and Glance creates nothing at a path that ends with one',
  },
  {
    setting: /glacis-image-create\.lines /,
    mutation: /./,
    because:
      'lines for a frontend that is not in the tree: no attack counts as stopped by them before somebody has put them there',
  },
  {
    setting:
      /\.conf (?:"~\^\(POST\|PUT|limit_req zone=glacis_image_write burst=59|limit_req_zone \$glacis_image_write|map \$glacis_method:\$uri \$glacis_image_write|~\[\?\]\.\*_method POST)/,
    mutation: /./,
    because:
      'HAProxy in the same tree names Glance and limits the same requests; where nginx stands alone the same mutants are noticed',
  },
  {
    setting: /\.conf limit_req zone=glacis_image_create burst=4 /,
    mutation: /^(?:removed|commented out|in another location)$/,
    because: 'HAProxy in the same tree names Glance and limits the same requests',
  },
  {
    setting: /\.conf limit_req zone=glacis_image_write burst=(?:19|29) /,
    mutation: /^without nodelay$/,
    because: 'requests wait instead of being refused: no more of them pass',
  },
  {
    setting:
      /\.conf (?:real_ip_header|real_ip_recursive|set_real_ip_from) |\.cfg (?:acl glacis_trusted_proxy|http-request set-var\(txn\.glacis_client\) hdr_ip)/,
    mutation: /./,
    because: 'less is believed: clients behind the trusted proxies share a bucket, and less passes',
  },
  {
    setting: /\.cfg backend glacis_image_address$/,
    mutation: /./,
    because: 'HAProxy does not start without the table it is told to count in: nothing arrives',
  },
  {
    setting: /\.cfg acl glacis_write_method method POST PUT PATCH DELETE$/,
    mutation: /^without (?:POST|PATCH|DELETE)$/,
    because: 'tags in turns need PUT as well, which stays counted; members and imports have quotas of their own',
  },
  {
    setting: /\.cfg acl glacis_(?:create|write)_path path -m reg %/,
    mutation: /./,
    because: 'with other writes limited too, the other of both buckets counts the same requests',
  },
];
