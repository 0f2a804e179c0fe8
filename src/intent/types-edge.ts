// What the intent says about the proxies in front of Glance. Types only.

/** A limit on image creation in front of Glance, because no release limits it before unified limits (OSSN-0076). */
export interface ImageCreateRateLimitProps {
  /** Image creations per minute for one client network (an IPv4 address, an IPv6 /64). Default 6. */
  readonly requestsPerMinute?: number;
  /** Creations admitted at once before the rate counts. Default 5. */
  readonly burst?: number;
  /** Which proxies stand in front of Glance. Default nginx. Repose is aged (last commit of 2024) and limits by its own user name. */
  readonly proxies?: readonly ('nginx' | 'haproxy' | 'repose')[];
  /** A second bucket for tags, members, imports, changes and deletions, which leave rows too. Default: they are not limited. */
  readonly otherWrites?: {
    /** Such requests per minute for one client network. Default 60. */
    readonly requestsPerMinute?: number;
    /** Admitted at once. Default 30. */
    readonly burst?: number;
  };
  /** Addresses or ranges of load balancers whose X-Forwarded-For is believed. Default none: the peer address is the key. */
  readonly trustedProxies?: readonly string[];
  /**
   * Who has a bucket of the same size beside that of the client network: the project, or the token. A request is refused when
   * either is full. Believed from `trustedProxies` alone; without the header the network counts. Default `address`: no other bucket.
   */
  readonly key?: 'address' | 'project' | 'token';
  /** Header in which the trusted, authenticating proxies name the project. Default `X-Project-Id`. */
  readonly projectHeader?: string;
  /** HAProxy needs the whole frontend: the limit is only real where the request passes. */
  readonly haproxy?: {
    /** `own`: a whole frontend is written. `existing`: lines for the frontend that is there, and its tables apart. Default `own`. */
    readonly frontend?: 'own' | 'existing';
    /** `bind` addresses. Default `*:9292`. */
    readonly bind?: readonly string[];
    /** glance-api nodes as `address:port`. Default `127.0.0.1:9293`. */
    readonly servers?: readonly string[];
    /** First stick counter, 0 to 2; a `key` uses the next. Default 1: sc0 is what sites track themselves. */
    readonly stickCounter?: number;
    /**
     * Name of a `peers` section of the site: a reload then keeps the counters. Two nodes do not add theirs up, the last one counts.
     * Default none: a reload empties the tables.
     */
    readonly peers?: string;
  };
}
